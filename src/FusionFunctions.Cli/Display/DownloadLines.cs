using FusionFunctions.Checkpoints.Hub;

namespace FusionFunctions.Cli.Display;

/// <summary>A line on the error stream when a file's download begins, and when the hub is waited for.</summary>
internal sealed class DownloadLines : IProgress<HubProgress>, IProgress<HubWait>
{
    private readonly Lock _lock = new();
    private readonly HashSet<(HubRepository Repository, string File)> _begun = [];

    public void Report(HubProgress value)
    {
        lock (_lock)
            if (_begun.Add((value.Repository, value.File)))
                Console.Error.WriteLine($"fetching {value.Repository}/{value.File}, {ByteSize.Text(value.Size)}");
    }

    public void Report(HubWait value) => Console.Error.WriteLine(TerminalText.Plain(value.ToString()));
}
