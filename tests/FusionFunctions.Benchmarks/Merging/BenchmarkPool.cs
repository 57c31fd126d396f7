using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>A base and eight models with random f32 weights and the shapes of Flan-T5-base, made on the spot.</summary>
internal sealed class BenchmarkPool : IAsyncDisposable
{
    private const int Models = 8;
    private readonly string _folder = Directory.CreateTempSubdirectory("fusion-benchmark-").FullName;
    private readonly List<CheckpointFolder> _open = [];

    private BenchmarkPool() => Store = new(_folder);

    public DirectoryBlobStore Store { get; }

    public MergePool Pool { get; private set; } = new(null, []);

    /// <summary>Bytes of one model.</summary>
    public long ModelBytes { get; private set; }

    public static async Task<BenchmarkPool> CreateAsync(bool quick, CancellationToken cancellationToken)
    {
        var pool = new BenchmarkPool();
        var tensors = Shapes(quick).OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        pool.ModelBytes = tensors.Sum(tensor => tensor.ElementCount * sizeof(float));
        string[] names = ["_pretrained_", .. Enumerable.Range(1, Models).Select(model => $"model-{model}")];
        for (int model = 0; model < names.Length; model++)
            await pool.WriteAsync(names[model], tensors, model, cancellationToken);
        foreach (string name in names)
            pool._open.Add(await CheckpointFolder.OpenAsync(pool.Store, name, name, cancellationToken));
        pool.Pool = MergePool.Of([.. names.Zip(pool._open, (name, folder) => new MergeInput(name, folder))]);
        return pool;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _open)
            await folder.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WriteAsync(string name, List<TensorInfo> tensors, int model, CancellationToken cancellationToken)
    {
        await using var writer = await SafetensorsWriter.CreateAsync(
            await Store.OpenWriteAsync(BlobPath.Parse($"{name}/model.safetensors"), BlobWriteMode.Create, cancellationToken), tensors, cancellationToken);
        // The same noise again and again, from another place for each model: as hard to merge as any other.
        var random = new Random(1);
        float[] noise = [.. Enumerable.Range(0, (1 << 18) + (Models * 1000)).Select(_ => random.NextSingle() - 0.5f)];
        foreach (var tensor in tensors)
            for (long left = tensor.ElementCount; left > 0; left -= 1 << 18)
                await writer.WriteAsync(noise.AsMemory(model * 999, (int)Math.Min(left, 1 << 18)), cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    /// <summary>Quick: half the width, a quarter of the vocabulary.</summary>
    private static IEnumerable<TensorInfo> Shapes(bool quick)
    {
        (long model, long inner, long vocabulary) = quick ? (384L, 1024L, 8032L) : (768L, 2048L, 32128L);
        yield return new("shared.weight", TensorDType.F32, [vocabulary, model]);
        yield return new("lm_head.weight", TensorDType.F32, [vocabulary, model]);
        foreach (string stack in new[] { "encoder", "decoder" })
            for (int block = 0; block < 12; block++)
            {
                foreach (string attention in stack == "encoder" ? ["SelfAttention"] : new[] { "SelfAttention", "EncDecAttention" })
                    foreach (char weight in "qkvo")
                        yield return new($"{stack}.block.{block}.{attention}.{weight}.weight", TensorDType.F32, [model, model]);
                yield return new($"{stack}.block.{block}.DenseReluDense.wi_0.weight", TensorDType.F32, [inner, model]);
                yield return new($"{stack}.block.{block}.DenseReluDense.wi_1.weight", TensorDType.F32, [inner, model]);
                yield return new($"{stack}.block.{block}.DenseReluDense.wo.weight", TensorDType.F32, [model, inner]);
                yield return new($"{stack}.block.{block}.layer_norm.weight", TensorDType.F32, [model]);
            }
    }
}
