using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Tests.Checkpoints;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

public sealed class FetchCheckpointTests : IDisposable
{
    private static readonly FetchCheckpointInput s_model = new(new("model", new(CheckpointKind.Folder, "anywhere")), NeedsTokenizer: true);
    private readonly ModelFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Digest_of_a_folder_is_taken_once_however_many_models_are_made_of_it()
    {
        Write(1);
        var store = new CountingStore(_folder.Store);
        var fetch = Fetch(store, mayChange: false);

        var first = await fetch.RunAsync(s_model, Cancel);
        var calls = store.Calls;
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => fetch.RunAsync(s_model with { Model = s_model.Model with { Name = $"m{i}" } }, Cancel)));

        Assert.True(calls.Reads > 0);
        Assert.Equal(calls, store.Calls);
        Assert.All(others, other => Assert.Equal(first.Checkpoint, other.Checkpoint));
    }

    [Fact]
    public async Task Digest_of_a_folder_that_was_changed_since_is_taken_again()
    {
        Write(1);
        var fetch = Fetch(new CountingStore(_folder.Store), mayChange: true);
        var before = await fetch.RunAsync(s_model, Cancel);

        Write(1, 2);

        Assert.NotEqual(before.Digest, (await fetch.RunAsync(s_model, Cancel)).Digest);
    }

    [Fact]
    public async Task Digest_that_failed_is_tried_again()
    {
        var fetch = Fetch(new CountingStore(_folder.Store), mayChange: false);
        await Assert.ThrowsAnyAsync<Exception>(() => fetch.RunAsync(s_model, Cancel));

        Write(1);

        Assert.Equal(64, (await fetch.RunAsync(s_model, Cancel)).Digest.Length);
    }

    private static FetchCheckpoint Fetch(CountingStore store, bool mayChange) => new(new CheckpointSources([new StoreItself(mayChange)]), new BlobLocations(store), new(store));

    private void Write(params float[] values) => _folder.With("config.json", "{}").With("model.safetensors", ModelFolder.Safetensors(("a", [values.Length], values)));

    private sealed class StoreItself(bool mayChange) : ICheckpointSource
    {
        public CheckpointKind Kind => CheckpointKind.Folder;

        public Task<SourcedFolder> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken) =>
            Task.FromResult(new SourcedFolder(BlobLocation.InStore(""), mayChange));
    }
}
