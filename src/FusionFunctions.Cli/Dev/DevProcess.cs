using System.Diagnostics;
using FusionFunctions.Cli.Supervise;

namespace FusionFunctions.Cli.Dev;

/// <summary>A program under supervision, whose lines are printed behind its name.</summary>
internal sealed class DevProcess : IAsyncDisposable
{
    /// <summary>Longer than its supervision waits before it kills.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<string, bool> _isReady;
    private readonly DevLog _log;

    /// <param name="name">In front of its lines.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="log">Gets its lines.</param>
    /// <param name="isReady">Whether a line says that it has started.</param>
    /// <param name="environment">Variables that it has besides this process's; null removes one.</param>
    /// <param name="folder">Where it runs; null for here.</param>
    public DevProcess(
        string name, string[] command, DevLog log, Func<string, bool> isReady, IReadOnlyDictionary<string, string?> environment, string? folder = null)
    {
        (Name, _log, _isReady) = (name, log, isReady);
        string[] program = [.. Programs.Fusion, SuperviseCommand.Name, "--", .. command];
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Ended = EndAsync();
    }

    public string Name { get; }

    /// <summary>Done with the exit code.</summary>
    public Task<int> Ended { get; }

    /// <summary>Done when a line has said that it started.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Asks it to stop, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await Task.WhenAny(Ended, Task.Delay(s_patience));
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _log.Write(Name, line);
        if (_isReady(line))
            _ready.TrySetResult();
    }

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
