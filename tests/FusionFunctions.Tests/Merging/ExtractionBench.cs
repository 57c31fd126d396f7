using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging.Extraction;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Merging;

/// <summary>A base, a model tuned from it, and the adapter that is extracted from the two.</summary>
internal sealed class ExtractionBench : IDisposable
{
    public ModelFolder Base { get; } = new();

    public ModelFolder Tuned { get; } = new();

    public ModelFolder Adapter { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Base.Dispose();
        Tuned.Dispose();
        Adapter.Dispose();
    }

    public Task<IReadOnlyList<ExtractedTensor>> ExtractAsync(int rank, params string[] targets) => ExtractAsync(rank, 1L << 30, targets);

    public async Task<IReadOnlyList<ExtractedTensor>> ExtractAsync(int rank, long memoryBytes, params string[] targets)
    {
        await using var @base = await Base.OpenAsync();
        await using var tuned = await Tuned.OpenAsync();
        return await WriteAsync(new(new("base", @base), new("tuned", tuned), rank, targets) { MemoryBytes = memoryBytes, Config = @base.Config }, rank);
    }

    /// <summary>Both files of the adapter.</summary>
    public async Task<IReadOnlyList<ExtractedTensor>> WriteAsync(LoraExtraction extraction, int rank)
    {
        var found = await extraction.WriteAsync(await Adapter.Store.OpenWriteAsync(BlobPath.Parse(ModelFiles.AdapterWeights), BlobWriteMode.Create, Cancel), Cancel);
        Adapter.With(ModelFiles.AdapterConfig, LoraConfigJson.Of("org/base", rank, rank, extraction.TargetModules, task: null).ToJsonString());
        return found;
    }

    /// <summary>What our own reader makes of the base and the adapter.</summary>
    public async Task<SortedDictionary<string, float[]>> MergedAsync()
    {
        await using var @base = await Base.OpenAsync();
        await using var adapter = await AdapterFolder.OpenAsync(Adapter.Store, "", "the-adapter", Cancel);
        await using var merged = MergedAdapterReader.Create(@base, adapter);
        return await merged.ReadAllAsync();
    }
}
