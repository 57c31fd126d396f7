using System.Runtime.InteropServices;

namespace FusionFunctions.Compute;

/// <summary>
/// Ctrl-C and SIGTERM ask for a clean stop; a second one ends the process at once. A file that grows beyond the system's limit for the process fails its write,
/// as a full disk does, instead of ending the process.
/// </summary>
public sealed class Interruption : IDisposable
{
    // SIGXFSZ of Linux and of macOS, for which .NET has no name.
    private const PosixSignal FileTooLarge = (PosixSignal)25;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        .. OperatingSystem.IsWindows() ? Array.Empty<PosixSignalRegistration>() : [PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true)],
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>What asked for the stop; null where nothing did.</summary>
    public PosixSignal? Signal { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested)
            return;
        signal.Cancel = true;
        Signal = signal.Signal;
        // Not on the signal's own thread, which must stay free for the second signal.
        ThreadPool.QueueUserWorkItem(_ => Cancel());
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // What was to be stopped has just ended.
        }
    }
}
