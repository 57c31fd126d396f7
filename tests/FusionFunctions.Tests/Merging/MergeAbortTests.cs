using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Merging;

/// <summary>A merge that cannot go on ends at once and tells why.</summary>
public sealed class MergeAbortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancelled_merge_stops()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MergeEngine.MergeAsync(
            new(Merge.Pool(SmallModels.Create()), MergeMethods.Find("dummy"), [new(Merge.Parameters("dummy"), new MemoryOutput())]), Merge.OneThread, null, source.Token));
    }

    [Fact]
    public async Task Failing_output_ends_the_merge_with_its_own_error_and_stops_the_reading()
    {
        var models = SmallModels.Create();

        await Assert.ThrowsAsync<StorageException>(() => MergeEngine.MergeAsync(
            new(Merge.Pool(models), MergeMethods.Find("simple_average"), [new(Merge.Parameters("simple_average"), new FullDisk())]),
            new() { Threads = 1, MaxSliceElements = 1 },
            null,
            Token));

        Assert.InRange(models.Sum(model => model.Reads), 2, 4);
    }

    private sealed class FullDisk : IMergeOutput
    {
        public Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken) => throw new StorageException("The disk is full.");
    }
}
