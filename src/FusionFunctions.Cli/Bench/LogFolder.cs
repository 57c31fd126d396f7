using System.Globalization;

namespace FusionFunctions.Cli.Bench;

/// <summary>A command's own folder, named after the time as FusionBench names it, and told apart where two start in one second.</summary>
internal static class LogFolder
{
    private const string Root = "outputs/fabric_model_fusion";

    /// <returns>A folder that nobody else has; nothing is created yet.</returns>
    public static string Create()
    {
        string name = Path.Join(Root, DateTime.Now.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture));
        string free = name;
        for (int i = 2; Directory.Exists(free); i++)
            free = $"{name}_{i}";
        return free;
    }
}
