using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary><c>fusion serve</c> as the page writes it, on a free port and with the reader's folder for local paths, and a finished run.</summary>
public sealed class ServedFolder(ReadersFolder reader) : IAsyncLifetime
{
    private readonly Dictionary<string, string> _variables = [];
    private LoggedProcess? _server;

    public Task<(int ExitCode, string Output, string Errors)> ShellAsync(string line) => reader.ShellAsync(line, _variables);

    public async ValueTask InitializeAsync()
    {
        _server = LoggedProcess.StartFusion(
            reader.Path, reader.Environment, "serve", "--store", "./fusion-store", "--listen", "127.0.0.1:0", "--folder", reader.Path);
        _variables["FUSION_URL"] = (await _server.LineWithAsync("Serving ")).Split(" at ")[1].Split(';')[0].TrimEnd('/');
        var (exitCode, output, errors) = await ShellAsync("fusion submit experiment.yaml --watch");
        Assert.True(exitCode == 0, $"{output}\n{errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
