using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>A base with small files of its own, and exports of four merged tensors beside it.</summary>
internal sealed class ExportBench : IDisposable
{
    public ExportBench()
    {
        Store = new(Folder.Path);
        Directory.CreateDirectory(Folder["base"]);
        File.WriteAllText(Folder["base", "config.json"], """{"model_type":"bert", "eps": 1e-06, "torch_dtype": "float32", "architectures": ["BertModel"]}""");
        File.WriteAllText(Folder["base", "generation_config.json"], """{"max_length": 20}""");
        File.WriteAllBytes(Folder["base", "spiece.model"], [1, 2, 3]);
    }

    public static string Digest { get; } = new('a', 64);

    public static TensorInfo[] Tensors { get; } =
    [
        new("a", TensorDType.F32, [4]), new("b", TensorDType.F32, [2, 3]), new("empty", TensorDType.F32, [0]), new("z", TensorDType.F32, [10]),
    ];

    /// <summary>Of all tensors, one after the other.</summary>
    public static float[] Elements { get; } = [.. Enumerable.Range(0, 20).Select(i => i / 8f)];

    public TemporaryFolder Folder { get; } = new();

    public DirectoryBlobStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Folder.Dispose();

    public async Task<MergedCheckpoint> ExportAsync(
        string to = "out", long maxShardBytes = 1L << 40, string? digest = null, TensorInfo[]? tensors = null, bool digestsFirst = false)
    {
        await using var writer = await BeginAsync(maxShardBytes, tensors, to, digest);
        float[] missing = [.. Tensors.SelectMany((tensor, i) => writer.Finished.Contains(tensor.Name) ? [] : ElementsOf(i))];
        if (digestsFirst)
            foreach (float[] part in missing.Chunk(5))
                writer.Digest(part);
        for (int at = 0; at < missing.Length; at += 7)
            await writer.WriteAsync(missing.AsMemory(at, Math.Min(7, missing.Length - at)), Token);
        return await writer.CompleteAsync(new() { ["tensors"] = 4, ["statistics"] = new JsonObject { ["kth"] = "NaN" } }, Token);
    }

    /// <summary>In the second shard.</summary>
    public async Task InterruptAsync()
    {
        await using var writer = await BeginAsync(40);
        await writer.WriteAsync(Elements.AsMemory(0, 15), Token);
    }

    public Task<MergedCheckpointWriter> BeginAsync(long maxShardBytes, TensorInfo[]? tensors = null, string to = "out", string? digest = null) =>
        MergedCheckpointWriter.BeginAsync(
            new(Store, to, new(Store, "base", "base"))
            {
                MaxShardBytes = maxShardBytes,
                HubNames = new Dictionary<string, string> { ["_pretrained_"] = "org/base-1.0", ["glue-co|la"] = Folder["cola"] },
            },
            digest ?? Digest,
            (JsonObject)JsonNode.Parse(
                """{"inputs":[{"name":"_pretrained_","digest":"d0"},{"name":"glue-co|la","digest":"d1"}],"method":"task_arithmetic","output_dtype":null,"parameters":{"scaling_factor":0.3}}""")!,
            tensors ?? Tensors,
            Token);

    /// <returns>The elements of a folder's tensors, one after the other.</returns>
    public async Task<float[]> ReadAsync(string folder)
    {
        await using var opened = await CheckpointFolder.OpenAsync(Store, folder, folder, Token);
        var elements = new List<float>();
        foreach (var tensor in opened.Tensors)
        {
            float[] part = new float[tensor.ElementCount];
            await opened.ReadAsync(tensor, 0, part, Token);
            elements.AddRange(part);
        }
        return [.. elements];
    }

    /// <returns>The bytes of every file of the export.</returns>
    public Dictionary<string, string> Snapshot() =>
        Directory.GetFiles(Folder["out"]).ToDictionary(file => file, file => Convert.ToBase64String(File.ReadAllBytes(file)));

    private static IEnumerable<float> ElementsOf(int tensor) =>
        Elements.Skip((int)Tensors[..tensor].Sum(before => before.ElementCount)).Take((int)Tensors[tensor].ElementCount);
}
