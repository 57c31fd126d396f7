using FusionFunctions.Http.Runs;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>A process takes up the runs whose journals are in its store, and no others.</summary>
public sealed class ResumedRunTests : IDisposable
{
    private readonly EmbeddedRunsBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Next_process_takes_up_what_one_left()
    {
        string id = await LeaveUnfinishedAsync();
        Assert.StartsWith($"{id}: interrupted", _bench.Log.Lines.Last(), StringComparison.Ordinal);
        await using var next = _bench.Runs(EmbeddedRunsBench.Waiting);
        Assert.Equal(RunPhase.Pending, (await next.FindAsync(id, Cancel))!.Phase);
        await next.ResumeAsync();

        await Until.TrueAsync(async () => (await next.FindAsync(id, Cancel))!.Phase == RunPhase.Running, "the run goes on");
        Assert.Equal(id, Assert.Single(await next.ListAsync(Cancel)).Id);
    }

    [Fact]
    public async Task Journals_of_runs_in_another_store_are_left_alone()
    {
        string id = await LeaveUnfinishedAsync();
        // As the journal of a run is called whose store is elsewhere.
        Directory.Move(_bench.Folder["store", "runs", id], _bench.Folder["store", "runs", $"{id}-deadbeef"]);
        await using var next = _bench.Runs(EmbeddedRunsBench.Waiting);

        await next.ResumeAsync();

        Assert.Empty(await next.ListAsync(Cancel));
    }

    [Fact]
    public async Task Damaged_journal_does_not_hide_other_runs()
    {
        Directory.CreateDirectory(_bench.Folder["store", "runs", "damaged"]);
        await File.WriteAllTextAsync(_bench.Folder["store", "runs", "damaged", "journal.jsonl"], "{ no journal }\n{ at all }\n", Cancel);
        await using var runs = _bench.Runs(EmbeddedRunsBench.Waiting);

        await runs.ResumeAsync();

        var run = Assert.Single(await runs.ListAsync(Cancel));
        Assert.Equal(("damaged", RunPhase.Failed), (run.Id, run.Phase));
        Assert.Contains("journal.jsonl", run.Error, StringComparison.Ordinal);
    }

    /// <returns>The name of a run that was under way when its process ended.</returns>
    private async Task<string> LeaveUnfinishedAsync()
    {
        await using var runs = _bench.Runs(EmbeddedRunsBench.Waiting);
        await using var api = await ServedApi.StartAsync(runs, _bench.Store);
        using var accepted = await api.PostAsync(ServedApi.Good);
        string id = accepted.Headers.Location!.ToString().Split('/')[^1];
        await Until.TrueAsync(async () => (await runs.FindAsync(id, Cancel))!.Progress is not null, "the run tells of its progress");
        return id;
    }
}
