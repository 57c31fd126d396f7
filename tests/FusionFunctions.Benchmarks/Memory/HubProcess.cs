using System.Diagnostics;

namespace FusionFunctions.Benchmarks.Memory;

/// <summary>The hub in its own process.</summary>
internal sealed class HubProcess : IDisposable
{
    private readonly Process _process;

    private HubProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Waits until the models are there and served.</summary>
    public static async Task<HubProcess> StartAsync(string folder, bool quick, CancellationToken cancellationToken)
    {
        string[] arguments = [FolderHub.Verb, folder, .. quick ? ["--quick"] : Array.Empty<string>()];
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string address = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The hub ended.");
        return new(process, new Uri(address));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
