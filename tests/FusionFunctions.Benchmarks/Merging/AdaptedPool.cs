using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>The same base and eight LoRA adapters.</summary>
internal sealed class AdaptedPool : IAsyncDisposable
{
    private const int Adapters = 8;
    private readonly List<MergedAdapterReader> _open = [];

    public MergePool Pool { get; private set; } = new(null, []);

    public IReadOnlyList<string> Files { get; } = [.. Enumerable.Range(1, Adapters).Select(adapter => $"{Folder(adapter)}/adapter_model.safetensors")];

    /// <param name="pool">Lends its base.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task<AdaptedPool> CreateAsync(BenchmarkPool pool, CancellationToken cancellationToken)
    {
        var adapted = new AdaptedPool();
        var @base = pool.Open[0];
        for (int adapter = 1; adapter <= Adapters; adapter++)
        {
            await pool.Store.WriteTextAsync(BlobPath.Parse($"{Folder(adapter)}/adapter_config.json"), LoraShapes.Config(@base.Name), BlobWriteMode.Create, cancellationToken);
            await RandomWeights.WriteAsync(pool.Store, adapted.Files[adapter - 1], LoraShapes.FactorsOf(@base.Tensors), adapter, cancellationToken);
            adapted._open.Add(MergedAdapterReader.Create(@base, await AdapterFolder.OpenAsync(pool.Store, Folder(adapter), Folder(adapter), cancellationToken)));
        }
        adapted.Pool = new(pool.Pool.Pretrained, [.. adapted._open.Select((reader, i) => new MergeInput(Folder(i + 1), reader, reader.StateDict))]);
        return adapted;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _open)
            await reader.DisposeAsync();
    }

    private static string Folder(int adapter) => $"adapter-{adapter}";
}
