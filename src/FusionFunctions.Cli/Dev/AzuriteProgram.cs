using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Dev;

/// <summary>Azurite, Microsoft's emulator of Azure Storage, as npm installs it.</summary>
internal static class AzuriteProgram
{
    /// <summary>Names <c>azurite.js</c> where it lies elsewhere.</summary>
    private const string Variable = "FUSION_AZURITE";

    private static readonly string[] s_folders = [".azurite", "."];

    private const string Remedy =
        $"Install Node.js, then run 'npm install --prefix .azurite azurite@3.35.0' in this folder, or set {Variable} to the path of azurite.js.";

    /// <exception cref="PipelineException">Azurite or Node.js is not installed.</exception>
    public static string[] Command(AzuritePorts ports, string folder)
    {
        string[] arguments =
        [
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}", "--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}",
            "--location", folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
        ];
        string program = Named() ?? Installed() ?? Programs.OnPath("azurite") ?? throw new PipelineException($"Azurite is not installed. {Remedy}");
        if (!program.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
            return [program, .. arguments];
        string node = Programs.OnPath("node") ?? throw new PipelineException($"Azurite needs Node.js, which is not installed. {Remedy}");
        return [node, program, .. arguments];
    }

    private static string? Named() => Environment.GetEnvironmentVariable(Variable)?.Trim() switch
    {
        null or "" => null,
        var path when File.Exists(path) => path,
        var path => throw new PipelineException($"{Variable} names no file: '{path}'. {Remedy}"),
    };

    private static string? Installed() => s_folders
        .Select(folder => Path.Join(Path.GetFullPath(folder), "node_modules", "azurite", "dist", "src", "azurite.js"))
        .FirstOrDefault(File.Exists);
}
