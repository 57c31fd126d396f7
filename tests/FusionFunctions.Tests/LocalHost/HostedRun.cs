using System.Collections.Concurrent;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>A host, its journal folder and a count of what its activities did; each call of <see cref="RunAsync"/> is like a new process.</summary>
internal sealed class HostedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OrchestrationRegistry Registry { get; private set; } = new();

    public JumpingTime Time { get; set; } = new();

    public bool RealTime { get; init; }

    public LocalHostOptions Options { get => field with { Time = RealTime ? TimeProvider.System : Time }; set; } = new() { MaxParallelActivities = 4 };

    public ConcurrentQueue<string> Done { get; } = new();

    public string Folder => _folder["run"];

    public string Journal => _folder["run", "journal.jsonl"];

    /// <summary>The journal's lines.</summary>
    public string[] Events => File.ReadAllLines(Journal);

    /// <summary>Forgets all orchestrators and activities, as a changed program would.</summary>
    public HostedRun Reprogram()
    {
        Registry = new();
        return this;
    }

    public HostedRun Orchestrator<TOutput>(string name, Func<IOrchestrationContext, int, Task<TOutput>> run)
    {
        Registry.AddOrchestrator(name, new Scripted<int, TOutput>(run));
        return this;
    }

    public HostedRun Main<TOutput>(Func<IOrchestrationContext, Task<TOutput>> run) => Orchestrator("main", (context, _) => run(context));

    /// <summary>Records "name(input)" in <see cref="Done"/> when it succeeds.</summary>
    public HostedRun Activity(string name, Func<int, CancellationToken, Task<int>> run)
    {
        Registry.AddActivity(name, new Work<int, int>(async (input, cancellationToken) =>
        {
            int result = await run(input, cancellationToken);
            Done.Enqueue($"{name}({input})");
            return result;
        }));
        return this;
    }

    public HostedRun Activity(string name, Func<int, int> run) => Activity(name, (input, _) => Task.FromResult(run(input)));

    public Task<TOutput> RunAsync<TOutput>(int input = 0, CancellationToken? cancellationToken = null) =>
        new EmbeddedHost(Registry, Options).RunAsync<TOutput>("main", "run", input, Folder, cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Cuts the journal behind its n-th event.</summary>
    public void Cut(int n) => WriteEvents(Events[..n]);

    public void WriteEvents(IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Journal, string.Concat(lines.Select(line => line + "\n")));
    }

    /// <summary>Cuts the journal behind the first event of this type.</summary>
    public void CutAfter(string type) => Cut(Array.FindIndex(Events, line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal)) + 1);

    public int CountOf(string type) => Events.Count(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));

    /// <summary>Runs until the n-th event is on disk, and stops there as a kill would.</summary>
    public async Task RunUntilEventAsync(long n, int input = 0)
    {
        var options = Options with { JournalWritten = count => { if (count == n) throw new KilledException(); } };
        await Assert.ThrowsAsync<KilledException>(() =>
            new EmbeddedHost(Registry, options).RunAsync<object?>("main", "run", input, Folder, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    public sealed class KilledException : Exception;
}
