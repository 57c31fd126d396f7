using FusionFunctions.Tests.Azurite;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Dev;

/// <summary><c>fusion dev</c> as a process, in a folder and on ports of its own.</summary>
internal sealed class LocalCloud : IAsyncDisposable
{
    private static readonly string[] s_portOptions = ["--port", "--blob-port", "--queue-port", "--table-port"];
    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = [.. s_portOptions.Select(_ => RestartableAzurite.FreePort())];

    public string Folder => _folder.Path;

    public string Url => $"http://127.0.0.1:{_ports[0]}";

    public int Port(string option) => _ports[Array.IndexOf(s_portOptions, option)];

    /// <summary>Skips the test where Azurite is not installed.</summary>
    public LoggedProcess Start(IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        var azurite = AzuriteProgram.Find();
        Assert.SkipWhen(azurite is null, AzuriteProgram.Missing);
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>());
        if (azurite!.ArgumentList is [var script, ..] && script.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
            variables.TryAdd("FUSION_AZURITE", script);
        return LoggedProcess.StartFusion(Folder, variables, ["dev", .. PortArguments, .. more]);
    }

    public IEnumerable<string> PortArguments => s_portOptions.Zip(_ports).SelectMany(pair => new[] { pair.First, $"{pair.Second}" });

    /// <summary>A command that talks to it, as this folder's user.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> CallAsync(params string[] arguments)
    {
        string key = await File.ReadAllTextAsync(Path.Join(Folder, ".fusion", "api-key"), TestContext.Current.CancellationToken);
        return await FusionProcess.RunAsync(
            new Dictionary<string, string> { ["FUSION_API_KEY"] = key.Trim(), ["FUSION_URL"] = Url }, arguments);
    }

    /// <summary>Command lines of processes that name this cloud's folder or its ports.</summary>
    public async Task<string[]> ProcessesAsync(bool isNoneExpected)
    {
        string[] found = Processes();
        // A process that was killed is there until its parent has noticed.
        for (int look = 0; isNoneExpected && found.Length > 0 && look < 300; look++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            found = Processes();
        }
        return found;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string[] Processes()
    {
        var found = new List<string>();
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])))
            try
            {
                string line = File.ReadAllText(Path.Join(folder, "cmdline")).Replace('\0', ' ');
                string environment = File.ReadAllText(Path.Join(folder, "environ"));
                if (line.Contains(Folder, StringComparison.Ordinal) || environment.Contains($":{Port("--blob-port")}/", StringComparison.Ordinal))
                    found.Add(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's.
            }
        return [.. found];
    }
}
