using System.Globalization;

namespace FusionFunctions.Cli.Bench;

/// <summary>A command's own folder, named after the time as FusionBench names it, and told apart where one of that second is there.</summary>
internal static class LogFolder
{
    private const string Root = "outputs/fabric_model_fusion";

    /// <returns>A folder that is not there yet; nothing is created.</returns>
    public static string Create()
    {
        string name = Path.Join(Root, DateTime.Now.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture));
        string free = name;
        for (int i = 2; Directory.Exists(free); i++)
            free = $"{name}_{i}";
        return free;
    }
}
