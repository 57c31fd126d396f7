using System.Collections.Concurrent;
using System.Diagnostics;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>The container's program as a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Both of its outputs.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public static WorkerProcess Start(IReadOnlyDictionary<string, string> environment)
    {
        string tests = Path.Combine(AppContext.BaseDirectory, "FusionFunctions.Torch.Tests");
        string program = Path.Combine(AppContext.BaseDirectory, "FusionFunctions.Compute.dll");
        var start = new ProcessStartInfo(
            "dotnet", ["exec", "--runtimeconfig", $"{tests}.runtimeconfig.json", "--depsfile", $"{tests}.deps.json", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    public void Kill() => _process.Kill();

    public void Hang() => Signal("STOP");

    public void GoOn() => Signal("CONT");

    public async Task<int> TerminateAsync()
    {
        Signal("TERM");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        if (_process.HasExited)
            return;
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
