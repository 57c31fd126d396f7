namespace FusionFunctions.Cli.Dev;

/// <summary>Finds the programs that <c>fusion dev</c> starts.</summary>
internal static class Programs
{
    /// <summary>Programs that npm installs are scripts with this ending on Windows.</summary>
    private static readonly string[] s_endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];

    /// <summary>This program, to be started once more.</summary>
    public static string[] Fusion
    {
        get
        {
            string process = Environment.ProcessPath!;
            return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, "exec", typeof(Programs).Assembly.Location] : [process];
        }
    }

    /// <returns>Null where the PATH has none.</returns>
    public static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => s_endings.Select(ending => Path.Join(folder, name + ending)))
        .FirstOrDefault(File.Exists);
}
