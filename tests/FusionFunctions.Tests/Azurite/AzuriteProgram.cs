using System.Diagnostics;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Azurite;

/// <summary>Finds Azurite, Microsoft's emulator of Azure Storage, which npm installs.</summary>
internal static class AzuriteProgram
{
    public const string Missing =
        "Needs Azurite: install Node and run 'npm install --prefix .azurite azurite@3.35.0' in the repository's root, or set FUSION_AZURITE to its path.";

    private static readonly string[] s_arguments =
    [
        "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        "--inMemoryPersistence", "--extentMemoryLimit", "1024", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
    ];

    /// <returns>Null where Node or Azurite is missing.</returns>
    public static ProcessStartInfo? Find()
    {
        if (OnPath("node") is not { } node || (Configured() ?? Installed() ?? OnPath("azurite")) is not { } azurite)
            return null;
        bool isScript = azurite.EndsWith(".js", StringComparison.OrdinalIgnoreCase);
        return isScript ? new(node, [azurite, .. s_arguments]) : new(azurite, s_arguments);
    }

    private static string? Configured()
    {
        string? path = Environment.GetEnvironmentVariable("FUSION_AZURITE");
        return string.IsNullOrEmpty(path) || File.Exists(path) ? (path is "" ? null : path) : throw new FileNotFoundException($"FUSION_AZURITE names no file: {path}");
    }

    private static string? Installed() => new[] { ".azurite", "." }
        .Select(folder => Path.Combine(ReferenceData.RepositoryRoot, folder, "node_modules", "azurite", "dist", "src", "azurite.js"))
        .FirstOrDefault(File.Exists);

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => (OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd" } : [""]).Select(extension => Path.Combine(folder, program + extension)))
        .FirstOrDefault(File.Exists);
}
