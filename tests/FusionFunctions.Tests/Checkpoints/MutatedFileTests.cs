using System.Runtime.InteropServices;
using System.Text;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>
/// Thousands of damaged files of every kind that a model consists of: each reads, or is refused with an error that names it, at once
/// and in memory that its size bounds.
/// </summary>
public sealed class MutatedFileTests
{
    private const int Mutants = 4000;

    // A reader's fixed costs: its buffers, a parser, an exception with its stack.
    private const int FixedBytes = 512 << 10;
    private const int BytesPerByteOfFile = 256;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Safetensors_header() => SurviveAsync(
        "model.safetensors", new() { ["model.safetensors"] = Weights("a.q", "a.k", "b") }, ReadCheckpointAsync);

    [Fact]
    public Task Index_of_shards() => SurviveAsync(
        "model.safetensors.index.json",
        new()
        {
            ["model.safetensors.index.json"] = Encoding.UTF8.GetBytes(
                """{"metadata":{"total_size":24},"weight_map":{"a.q":"model-00001-of-00002.safetensors","a.k":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""),
            ["model-00001-of-00002.safetensors"] = Weights("a.q", "a.k"),
            ["model-00002-of-00002.safetensors"] = Weights("b"),
        },
        ReadCheckpointAsync);

    [Fact]
    public Task Adapter_config() => SurviveAsync(
        "adapter_config.json",
        new()
        {
            ["adapter_config.json"] = Encoding.UTF8.GetBytes(
                """{"peft_type":"LORA","r":1,"lora_alpha":2.5,"use_rslora":false,"fan_in_fan_out":false,"bias":"none","target_modules":["q","k"],"rank_pattern":{},"alpha_pattern":{"a\\.q":4},"base_model_name_or_path":"google/flan-t5-base","modules_to_save":null}"""),
            ["adapter_model.safetensors"] = ModelFolder.Safetensors([.. Factors("a.q"), .. Factors("a.k")]),
            ["model.safetensors"] = ModelFolder.Safetensors(("a.q.weight", [2, 2], [1, 2, 3, 4]), ("a.k.weight", [2, 2], [1, 2, 3, 4])),
        },
        ReadAdaptedAsync);

    [Fact]
    public Task Pickle() => SurviveAsync("pytorch_model.bin", new() { ["pytorch_model.bin"] = PickledWeights() }, ReadCheckpointAsync);

    private static async Task SurviveAsync(string mutated, Dictionary<string, byte[]> files, Func<IBlobStore, Task> readAsync)
    {
        byte[] good = files[mutated];
        await readAsync(new MemoryStore(files));
        int refused = 0;
        for (int seed = 0; seed < Mutants; seed++)
        {
            files[mutated] = Mutant.Of(good, seed);
            long bound = FixedBytes + BytesPerByteOfFile * files.Values.Sum(file => (long)file.Length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                await readAsync(new MemoryStore(files));
            }
            catch (Exception e) when (e is CheckpointException or StorageException)
            {
                Assert.Contains("model", e.Message, StringComparison.Ordinal);
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bound);
        }
        Assert.InRange(refused, Mutants / 4, Mutants - 1);
    }

    private static async Task ReadCheckpointAsync(IBlobStore store)
    {
        await using var folder = await CheckpointFolder.OpenAsync(store, "", "the-model", Token);
        await folder.ReadAllAsync();
    }

    private static async Task ReadAdaptedAsync(IBlobStore store)
    {
        await using var folder = await CheckpointFolder.OpenAsync(store, "", "the-model", Token);
        await using var adapter = await AdapterFolder.OpenAsync(store, "", "the-model", Token);
        await using var merged = MergedAdapterReader.Create(folder, adapter);
        await merged.ReadAllAsync();
    }

    private static byte[] Weights(params string[] names) =>
        ModelFolder.Safetensors([.. names.Select(name => (name, new long[] { 2 }, new float[] { 1, 2 }))]);

    private static (string Name, long[] Shape, float[] Values)[] Factors(string module) =>
    [
        ($"base_model.model.{module}.lora_A.weight", [1, 2], [1, 2]),
        ($"base_model.model.{module}.lora_B.weight", [2, 1], [3, 4]),
    ];

    private static byte[] PickledWeights()
    {
        byte[] values = MemoryMarshal.AsBytes<float>((float[])[1, 2, 3, 4]).ToArray();
        return new PickleBuilder().Op("}")
            .Item("w", "0", "FloatStorage", 4, 0, [2, 2], [2, 1]).Item("v", "1", "FloatStorage", 4, 1, [3], [1])
            .Entry("m/data/0", values).Entry("m/data/1", values).File();
    }
}
