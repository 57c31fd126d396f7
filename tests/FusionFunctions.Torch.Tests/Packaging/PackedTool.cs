using System.Reflection;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Packaging;

/// <summary><c>dotnet pack</c> of this build, and <c>dotnet tool install</c> from the folder of its packages alone.</summary>
public sealed class PackedTool : IAsyncLifetime
{
    // No server of the build may outlive the test, nor may it hold its folder.
    private static readonly Dictionary<string, string> s_environment =
        new() { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" };

    private readonly TemporaryFolder _folder = new();

    /// <summary>The packages' files.</summary>
    public IReadOnlyList<string> Packages { get; private set; } = [];

    /// <summary>The folder that the tool's files are in.</summary>
    public string Files { get; private set; } = "";

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ShellProcess.RunAsync(ReferenceData.RepositoryRoot, _folder["tool", OperatingSystem.IsWindows() ? "fusion.exe" : "fusion"], arguments);

    public async ValueTask InitializeAsync()
    {
        string configuration = typeof(PackedTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await DotnetAsync("pack", "src/FusionFunctions.Cli", "--no-restore", "-c", configuration, "-o", _folder["packages"]);
        Packages = [.. Directory.EnumerateFiles(_folder["packages"]).Order(StringComparer.Ordinal)];
        File.WriteAllText(_folder["nuget.config"], """
            <configuration>
              <packageSources><clear /><add key="packages" value="packages" /></packageSources>
            </configuration>
            """);
        await DotnetAsync("tool", "install", "FusionFunctions.Tool", "--tool-path", _folder["tool"], "--configfile", _folder["nuget.config"]);
        Files = Path.GetDirectoryName(Assert.Single(Directory.EnumerateFiles(_folder["tool", ".store"], "fusion.dll", SearchOption.AllDirectories)))!;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await ShellProcess.RunAsync(ReferenceData.RepositoryRoot, s_environment, "dotnet", arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{errors}");
    }
}
