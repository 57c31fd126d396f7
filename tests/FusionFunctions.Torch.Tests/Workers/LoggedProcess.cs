using System.Collections.Concurrent;
using System.Diagnostics;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>A program of ours as a process of its own, and what it prints.</summary>
internal sealed class LoggedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private bool _isGroup;

    private LoggedProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Both of its outputs.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>The container's program.</summary>
    public static LoggedProcess StartWorker(IReadOnlyDictionary<string, string> environment)
    {
        string tests = Path.Combine(AppContext.BaseDirectory, "FusionFunctions.Torch.Tests");
        string program = Path.Combine(AppContext.BaseDirectory, "FusionFunctions.Compute.dll");
        return Start(
            AppContext.BaseDirectory, environment, "--runtimeconfig", $"{tests}.runtimeconfig.json", "--depsfile", $"{tests}.deps.json", program);
    }

    /// <summary>The command line, in a folder of its own.</summary>
    public static LoggedProcess StartFusion(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(folder, environment, [Path.Join(AppContext.BaseDirectory, "fusion.dll"), .. arguments]);

    /// <summary>Any program, with those that it starts in a group of their own, which gets the signals.</summary>
    public static LoggedProcess StartGroup(string folder, params string[] command)
    {
        var start = new ProcessStartInfo("setsid", command) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        return new(Process.Start(start)!) { _isGroup = true };
    }

    /// <returns>The first line that has this text.</returns>
    public async Task<string> LineWithAsync(string text)
    {
        string? found = null;
        await Until.TrueAsync(
            () =>
            {
                bool hasExited = _process.HasExited;
                found = Log.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
                Assert.False(hasExited && found is null, string.Join('\n', Log));
                return found is not null;
            },
            $"a process prints '{text}'");
        return found!;
    }

    public void Kill() => _process.Kill();

    public void Hang() => Signal("STOP");

    public void GoOn() => Signal("CONT");

    public Task<int> TerminateAsync() => EndAsync("TERM");

    /// <summary>Ctrl-C. Processes inherit that it is ignored from a shell that runs tests in the background; there it would test nothing.</summary>
    public Task<int> InterruptAsync() => EndAsync(IsInterruptIgnored() ? "TERM" : "INT");

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    private async Task<int> EndAsync(string signal)
    {
        Signal(signal);
        return await EndAsync();
    }

    /// <summary>Whether processes that are started here do not see Ctrl-C.</summary>
    public static bool IsInterruptIgnored()
    {
        const int Interrupt = 2;
        string mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..];
        return (Convert.ToUInt64(mask.Trim(), 16) & (1UL << (Interrupt - 1))) != 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static LoggedProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    private void Signal(string signal)
    {
        if (_process.HasExited)
            return;
        using var kill = Process.Start("kill", ["-s", signal, "--", $"{(_isGroup ? "-" : "")}{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
