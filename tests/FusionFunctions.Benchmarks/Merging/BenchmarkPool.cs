using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>A base and eight models with random f32 weights, made on the spot.</summary>
internal sealed class BenchmarkPool : IAsyncDisposable
{
    private const int Models = 8;
    private const long OutputBytes = 64 << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("fusion-benchmark-").FullName;

    private BenchmarkPool() => (Store, Outputs) = (new(_folder), new(_folder, directBytes: OutputBytes));

    public DirectoryBlobStore Store { get; }

    /// <summary>Written as <c>fusion merge</c> writes.</summary>
    public DirectoryBlobStore Outputs { get; }

    /// <summary>The base first.</summary>
    public List<CheckpointFolder> Open { get; } = [];

    public IReadOnlyList<string> Files => [.. Open.Select(folder => $"{folder.Name}/model.safetensors")];

    public MergePool Pool { get; private set; } = new(null, []);

    /// <summary>Bytes of one model.</summary>
    public long ModelBytes { get; private set; }

    public static async Task<BenchmarkPool> CreateAsync(IEnumerable<TensorInfo> shapes, CancellationToken cancellationToken)
    {
        var pool = new BenchmarkPool();
        var tensors = shapes.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        pool.ModelBytes = tensors.Sum(tensor => tensor.ElementCount * sizeof(float));
        string[] names = ["_pretrained_", .. Enumerable.Range(1, Models).Select(model => $"model-{model}")];
        for (int model = 0; model < names.Length; model++)
            await RandomWeights.WriteAsync(pool.Store, $"{names[model]}/model.safetensors", tensors, model, cancellationToken);
        foreach (string name in names)
            pool.Open.Add(await CheckpointFolder.OpenAsync(pool.Store, name, name, cancellationToken));
        pool.Pool = MergePool.Of([.. names.Zip(pool.Open, (name, folder) => new MergeInput(name, folder))]);
        return pool;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in Open)
            await folder.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
