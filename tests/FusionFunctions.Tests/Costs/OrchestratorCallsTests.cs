using System.Text.Json.Nodes;
using FusionFunctions.Costs.Calls;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Pipeline;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Costs;

/// <summary>The plan's calls are those of the code.</summary>
public sealed class OrchestratorCallsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingStore _store;

    public OrchestratorCallsTests() => _store = new(new DirectoryBlobStore(_folder.Path));

    private StoreCalls Calls => new(_store.Calls.Reads, _store.Calls.Writes, _store.Calls.Lists, _store.Calls.Deletes);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_and_polls_ask_as_planned()
    {
        var backend = new QueueBackend(_store, new ListedQueue());

        var ticket = await backend.SubmitAsync(Request, Cancel);
        Assert.Equal(OrchestratorCalls.Submit, Calls);

        var submitted = Calls;
        await backend.PollAsync(new("run", ticket.Id), Cancel);
        Assert.Equal(submitted + OrchestratorCalls.UnfinishedPoll, Calls);

        await new ComputeFiles(new DirectoryBlobStore(_folder.Path)).WriteResultAsync(ticket.Id, ComputeResult.Of(new ComputeOutcome(8, 0, [])), Cancel);
        await backend.PollAsync(new("run", ticket.Id), Cancel);
        Assert.Equal(submitted + OrchestratorCalls.UnfinishedPoll + OrchestratorCalls.FinishedPoll, Calls);
    }

    [Fact]
    public async Task Score_reads_every_shard_as_planned()
    {
        string[] shards = ["evaluations/a/cola/000000-8.json", "evaluations/a/cola/000008-8.json"];
        foreach (string shard in shards)
            await ShardFile.WriteAsync(new DirectoryBlobStore(_folder.Path), BlobPath.Parse(shard), new(new ShardScore(3, 8, 0, [], []), "cpu"), Cancel);

        await new ScoreTask(_store).RunAsync(new("cola", shards), Cancel);

        Assert.Equal(OrchestratorCalls.ScoredShard * 2, Calls);
    }

    [Fact]
    public async Task Leaderboard_is_written_as_planned()
    {
        await new WriteLeaderboard(_store).RunAsync(new Leaderboard("e", "r", [], [], new JsonObject()), Cancel);

        Assert.Equal(OrchestratorCalls.Leaderboard, Calls);
    }

    private static ComputeRequest Request { get; } = new("run", Evaluate: new(
        new("glue-cola", new(BlobLocation.InStore("checkpoints/cola"), new string('a', 64))), new(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
        new("cola", BlobLocation.InStore("data/cola.jsonl"), new string('c', 64), 8), 0, 8, new(10), "evaluations/d/cola/000000-8.json"));
}
