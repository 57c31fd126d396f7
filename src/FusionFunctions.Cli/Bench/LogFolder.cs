using System.Globalization;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Bench;

/// <summary>A command's own folder, named after the time as FusionBench names it, and told apart where others start in the same second.</summary>
internal static class LogFolder
{
    private const string Root = "outputs/fabric_model_fusion";
    private const string Mark = ".taken";

    /// <summary>Creates it, with a file that says that it is taken: making a folder does not tell whether it was there.</summary>
    public static string Create()
    {
        string name = Path.Join(Root, DateTime.Now.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture));
        string free = name;
        for (int i = 2; !TryTake(free); i++)
            free = $"{name}_{i}";
        return free;
    }

    private static bool TryTake(string folder)
    {
        string mark = Path.Join(folder, Mark);
        try
        {
            Directory.CreateDirectory(folder);
            new FileStream(mark, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(mark))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{folder}: the folder of the report cannot be made: {e.Message} Give another place as report_save_path.", e);
        }
    }
}
