using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using FusionFunctions.Tests.Azurite;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>Azurite that keeps its blobs and messages on disk and its ports, so that it can go away and come back.</summary>
internal sealed class RestartableAzurite : IAsyncDisposable
{
    private const string Account = "fusiontests";

    // Azurite saves every five seconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private readonly TemporaryFolder _folder = new();
    private readonly (int Blob, int Queue, int Table) _ports = (FreePort(), FreePort(), FreePort());
    private Process? _process;

    private RestartableAzurite()
    {
    }

    /// <summary>The account's key; nothing that anyone writes may hold it.</summary>
    public string Key { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    public string Connection =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Address(_ports.Blob)};QueueEndpoint={Address(_ports.Queue)}";

    private static string Address(int port) => $"http://127.0.0.1:{port}/{Account}";

    /// <summary>Skips the test where Azurite is not installed.</summary>
    public static async Task<RestartableAzurite> StartAsync()
    {
        Assert.SkipWhen(AzuriteProgram.Find() is null, AzuriteProgram.Missing);
        var azurite = new RestartableAzurite();
        await azurite.ComeBackAsync();
        return azurite;
    }

    /// <summary>A clean stop: killed, it would lose what it had promised to keep, which the real service does not.</summary>
    public async Task GoAwayAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]))
            await kill.WaitForExitAsync();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            // A client that hangs in the midst of a request is waited for, for minutes. All that was promised before is on disk by now.
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _process = null;
    }

    public async Task ComeBackAsync()
    {
        var found = AzuriteProgram.Find()!;
        bool isScript = found.ArgumentList is [var script, ..] && script.EndsWith(".js", StringComparison.OrdinalIgnoreCase);
        string[] program = isScript ? [found.ArgumentList[0]] : [];
        string[] ports = ["--blobPort", $"{_ports.Blob}", "--queuePort", $"{_ports.Queue}", "--tablePort", $"{_ports.Table}"];
        string[] others = ["--location", _folder.Path, "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
        var start = new ProcessStartInfo(found.FileName, [.. program, .. ports, .. others])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{Key}";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        for (int services = 0; services < 3;)
        {
            string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Azurite ended.");
            services += line.Contains("successfully listening", StringComparison.Ordinal) ? 1 : 0;
        }
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await GoAwayAsync();
        _folder.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
