using FusionFunctions.Experiments;
using FusionFunctions.Merging;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>What is refused by the headers of models.</summary>
public sealed class PoolCheckTests : IDisposable
{
    private readonly ModelFolder _base = Model(), _tuned = Model();

    public void Dispose()
    {
        _base.Dispose();
        _tuned.Dispose();
    }

    [Theory]
    [InlineData("simple_average", "iso_c")]
    [InlineData("iso_c", "simple_average")]
    public async Task Bound_that_is_too_small_is_told_with_what_the_neediest_method_needs(string first, string second)
    {
        long least = (await RefusedAsync(1000, "iso_c")).LeastMemoryBytes;

        var error = await RefusedAsync(1000, first, second);

        Assert.Equal(least, error.LeastMemoryBytes);
        Assert.StartsWith("iso_c: ", error.Message, StringComparison.Ordinal);
        Assert.True(least > (await RefusedAsync(1000, "simple_average")).LeastMemoryBytes);
        await CheckAsync(least, first, second);
    }

    [Fact]
    public async Task Pool_without_a_base_is_refused()
    {
        var experiment = Experiment("task_arithmetic");
        PoolModel[] models = [.. experiment.ModelPool.Models.Select((model, i) => model with { Name = $"m{i}" })];

        var error = await Assert.ThrowsAsync<MergeException>(
            () => Check(1 << 30).OfFoldersAsync(experiment with { ModelPool = new(null, models, null) }, TestContext.Current.CancellationToken));

        Assert.Contains("'_pretrained_'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_that_are_not_here_are_left_to_a_later_check()
    {
        var experiment = Experiment("task_arithmetic");
        PoolModel[] models = [.. experiment.ModelPool.Models, new("hub", new(CheckpointKind.Hub, "org/name"))];

        await Check(1 << 30).OfFoldersAsync(experiment with { ModelPool = new(null, models, null) }, TestContext.Current.CancellationToken);
    }

    private async Task<MergeException> RefusedAsync(long memoryBytes, params string[] methods) =>
        await Assert.ThrowsAsync<MergeException>(() => CheckAsync(memoryBytes, methods));

    private Task CheckAsync(long memoryBytes, params string[] methods) => Check(memoryBytes).OfFoldersAsync(Experiment(methods), TestContext.Current.CancellationToken);

    private PoolCheck Check(long memoryBytes) => new(new BlobLocations(new DirectoryBlobStore(_base["store"])), new() { MemoryBytes = memoryBytes, Threads = 1 });

    private Experiment Experiment(params string[] methods) => new(
        "e",
        new(null, [new("_pretrained_", new(CheckpointKind.Folder, _base[""])), new("m2", new(CheckpointKind.Folder, _tuned[""]))], null),
        [.. methods.Select(method => new MethodSpec(method, []))],
        [],
        new(null, []));

    private static ModelFolder Model() => new ModelFolder().With("config.json", "{}").With("model.safetensors", ModelFolder.Safetensors(("a", [64, 64], new float[64 * 64])));
}
