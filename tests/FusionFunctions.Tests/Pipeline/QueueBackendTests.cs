using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

public sealed class QueueBackendTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListedQueue _queue = new();
    private readonly DirectoryBlobStore _store;
    private readonly QueueBackend _backend;
    private readonly ComputeFiles _files;
    private readonly ComputeWishes _wishes;

    public QueueBackendTests()
    {
        _store = new(_folder.Path);
        (_backend, _files, _wishes) = (new(_store, _queue), new(_store), new(_store));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_sends_an_id_and_poll_gives_what_the_worker_left()
    {
        var ticket = await _backend.SubmitAsync(Request("run-1"), Cancel);

        Assert.Equal([ticket.Id], _queue.Sent);
        Assert.True(ComputeRequestId.IsValid(ticket.Id));
        Assert.Equal(new ComputeTicket(ticket.Id, null), ticket);
        Assert.Equal(ticket, await _backend.PollAsync(new("run-1", ticket.Id), Cancel));
        Assert.Equal(Request("run-1"), await _files.ReadRequestAsync(ticket.Id, Cancel));

        await _files.WriteResultAsync(ticket.Id, ComputeResult.Of(new ComputeOutcome(8, 0, [])), Cancel);
        Assert.Equal(8, (await _backend.PollAsync(new("run-1", ticket.Id), Cancel)).Outcome!.Done);
    }

    [Fact]
    public async Task Submit_of_work_whose_result_is_there_needs_no_worker()
    {
        await _store.WriteTextAsync(BlobPath.Parse(Request("run").Evaluate!.Result), "{}", BlobWriteMode.Create, Cancel);

        var ticket = await _backend.SubmitAsync(Request("run"), Cancel);

        Assert.Equal((0, 8), (ticket.Outcome!.Done, ticket.Outcome.Reused));
        Assert.Empty(_queue.Sent);
    }

    [Fact]
    public async Task Submit_after_a_failure_tries_anew()
    {
        var ticket = await _backend.SubmitAsync(Request("run"), Cancel);
        await _files.WriteResultAsync(ticket.Id, ComputeResult.Of(new StepFailure("GlueException", "Broken.")), Cancel);
        Assert.Equal(new StepFailure("GlueException", "Broken."), (await _backend.PollAsync(new("run-1", ticket.Id), Cancel)).Failure);

        await _backend.SubmitAsync(Request("run"), Cancel);

        Assert.Equal(new ComputeTicket(ticket.Id, null), await _backend.PollAsync(new("run-1", ticket.Id), Cancel));
        Assert.Equal([ticket.Id, ticket.Id], _queue.Sent);
    }

    [Fact]
    public async Task Submit_of_more_than_workers_read_is_refused_before_anyone_is_asked()
    {
        var request = Request("run");
        request = request with { Evaluate = request.Evaluate! with { Model = request.Evaluate.Model with { Name = new('a', 5 << 20) } } };

        var error = await Assert.ThrowsAsync<PipelineException>(() => _backend.SubmitAsync(request, Cancel));

        Assert.Contains("split the sweep into several entries", error.Message, StringComparison.Ordinal);
        Assert.Empty(_queue.Sent);
    }

    [Theory, InlineData(true, false), InlineData(false, true)]
    public async Task Run_that_has_its_answer_or_waits_no_longer_withdraws_its_wish_and_no_other(bool isDone, bool isLast)
    {
        var ticket = await _backend.SubmitAsync(Request("run-1"), Cancel);
        await _backend.SubmitAsync(Request("run-2"), Cancel);
        await _backend.PollAsync(new("run-1", ticket.Id), Cancel);
        Assert.Equal(2, (await _wishes.ListAsync(ticket.Id, Cancel)).Count);
        if (isDone)
            await _files.WriteResultAsync(ticket.Id, ComputeResult.Of(new ComputeOutcome(8, 0, [])), Cancel);

        for (int delivery = 0; delivery < 2; delivery++)
            Assert.Equal(isDone, (await _backend.PollAsync(new("run-1", ticket.Id, isLast), Cancel)).Outcome is not null);

        Assert.Equal("run-2", Assert.Single(await _wishes.ListAsync(ticket.Id, Cancel)).Run);
        Assert.Empty(await _store.ListAsync(BlobLayout.RunRequests("run-1"), Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Cancelled_run_withdraws_only_its_own_wishes()
    {
        string id = (await _backend.SubmitAsync(Request("one"), Cancel)).Id;
        Assert.Equal(id, (await _backend.SubmitAsync(Request("two"), Cancel)).Id);

        await _wishes.StopAsync("one", Cancel);
        Assert.True(await _wishes.AnyAsync(id, Cancel));
        await _wishes.StopAsync("two", Cancel);
        Assert.False(await _wishes.AnyAsync(id, Cancel));
    }

    private static ComputeRequest Request(string run) => new(run, Evaluate: new(
        new("glue-cola", new(BlobLocation.InStore("checkpoints/cola"), new string('a', 64))),
        new FetchedTokenizer(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
        new FetchedDataset("cola", BlobLocation.InStore("data/cola.jsonl"), new string('c', 64), 8),
        0, 8, new(10), "evaluations/d/cola/000000-8.json"));
}
