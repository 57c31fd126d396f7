using System.Diagnostics;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Storage.Queues;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

[Collection(TracedTests.Name)]
public sealed class RequestSpansTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListedQueue _queue = new();
    private readonly DirectoryBlobStore _store;

    public RequestSpansTests() => _store = new(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trace_travels_beside_the_request_and_changes_neither_its_id_nor_the_message()
    {
        string untraced = (await Backend.SubmitAsync(Request("first"), Cancel)).Id;
        using var spans = new CollectedSpans();
        string traced = (await Backend.SubmitAsync(Request("second"), Cancel)).Id;

        Assert.Equal(untraced, traced);
        Assert.Equal([untraced, untraced], _queue.Sent);
        var send = Assert.Single(spans.Named("send list"));
        Assert.Equal((ActivityKind.Producer, "list", untraced), (send.Kind, send.GetTagItem("messaging.destination.name"), send.GetTagItem("fusion.request")));
        Assert.Equal("", await TextAsync(BlobLayout.ComputeWish(untraced, "first")));
        Assert.Equal(send.Id, await TextAsync(BlobLayout.ComputeWish(untraced, "second")));
    }

    [Fact]
    public async Task Work_belongs_to_whoever_asked_last_and_is_linked_to_the_others()
    {
        using var spans = new CollectedSpans();
        string id = (await Backend.SubmitAsync(Request("first"), Cancel)).Id;
        File.SetLastWriteTimeUtc(Path.Join(_folder.Path, BlobLayout.ComputeWish(id, "first").Value), DateTime.UtcNow.AddMinutes(-1));
        await Backend.SubmitAsync(Request("second"), Cancel);
        var (first, second) = spans.Named("send list").ToArray() is [var one, var two] ? (one, two) : throw new InvalidOperationException();

        var wishes = await new ComputeWishes(_store).ListAsync(id, Cancel);
        using var work = RequestSpans.Process(_queue, new WorkMessage("message", "receipt", id, 1), wishes)!;

        Assert.Equal((second.TraceId, second.SpanId, ActivityKind.Consumer), (work.TraceId, work.ParentSpanId, work.Kind));
        Assert.Equal(first.SpanId, Assert.Single(work.Links).Context.SpanId);
        Assert.Equal("second,first", work.GetTagItem("fusion.run"));
    }

    [Theory]
    [InlineData("no traceparent")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    [InlineData("")]
    public async Task Wish_that_tells_of_no_trace_is_a_wish_all_the_same(string text)
    {
        await _store.WriteTextAsync(BlobLayout.ComputeWish("id", "run"), text, BlobWriteMode.Create, Cancel);
        await _store.WriteTextAsync(BlobLayout.ComputeWish("id", "long"), new string('0', 1 << 20), BlobWriteMode.Create, Cancel);

        var wishes = await new ComputeWishes(_store).ListAsync("id", Cancel);

        Assert.Equal([new("long", null), new ComputeWish("run", null)], wishes.OrderBy(wish => wish.Run));
    }

    private QueueBackend Backend => new(_store, _queue);

    private async Task<string> TextAsync(BlobPath path) => System.Text.Encoding.UTF8.GetString(await _store.ReadBytesAsync(path, 1 << 10, Cancel));

    private static ComputeRequest Request(string run) => new(run, Evaluate: new(
        new("glue-cola", new(BlobLocation.InStore("checkpoints/cola"), new string('a', 64))),
        new(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
        new FetchedDataset("cola", BlobLocation.InStore("data/cola.jsonl"), new string('c', 64), 8),
        0, 8, new(10), "evaluations/d/cola/000000-8.json"));
}
