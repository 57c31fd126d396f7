using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using FusionFunctions.Tests.Azurite;
using FusionFunctions.Tests.Reference;

[assembly: AssemblyFixture(typeof(AzuriteServer))]

namespace FusionFunctions.Tests.Azurite;

/// <summary>One Azurite for all tests that ask for it: on loopback, on ports of its own choice, in memory, with a key made for this run.</summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    private const string Account = "fusiontests";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string?>> _connection;
    private Process? _process;

    public AzuriteServer() => _connection = new(StartAsync);

    /// <summary>The account's connection string, for blobs and queues; starts the server, and skips the test where it is not installed.</summary>
    public async Task<string> ConnectAsync()
    {
        string? connection = await _connection.Value;
        Assert.SkipWhen(connection is null, AzuriteProgram.Missing);
        return connection!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _folder.Dispose();
    }

    private async Task<string?> StartAsync()
    {
        if (AzuriteProgram.Find() is not { } program)
            return null;
        program.WorkingDirectory = _folder.Path;
        program.RedirectStandardOutput = program.RedirectStandardError = true;
        program.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{_key}";
        _process = Process.Start(program)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();

        var services = new Dictionary<string, string>();
        while (services.Count < 3)
        {
            string line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience)
                ?? throw new InvalidOperationException("Azurite ended before it listened.");
            if (Listening().Match(line) is { Success: true } match)
                services[match.Groups[1].Value] = $"{match.Groups[2].Value}/{Account}";
        }
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_key};BlobEndpoint={services["Blob"]};QueueEndpoint={services["Queue"]}";
    }

    [GeneratedRegex("Azurite (Blob|Queue|Table) service is successfully listening at (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
