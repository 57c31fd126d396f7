using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Merging;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Models that PEFT itself made of the same base and adapters.</summary>
public sealed class GoldenAdapterTests
{
    private const double Epsilon = 1.0 / (1 << 22);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // PEFT's matrix library adds the products of some elements in another order than of others: 12 to 1 in 100 differ in their last bits.
    [Theory]
    [InlineData("cola_lora16", 12, 0.89), InlineData("mrpc_lora16", 12, 0.89), InlineData("sst2_lora16_bf16", 12, 0.99), InlineData("rte_lora8_alpha8_qvko", 24, 0.96)]
    public async Task Merged_adapter_equals_what_PEFT_makes_of_it_but_for_rounding(string adapter, int changedTensors, double identical)
    {
        await using var model = await TensorReading.OpenReferenceAsync("lora", "base");
        await using var merged = MergedAdapterReader.Create(model, await OpenAdapterAsync(adapter));
        var before = await model.ReadAllAsync();
        var factors = await ReadFileAsync($"{adapter}/adapter_model.safetensors");
        var expected = await ReadFileAsync($"expected/{adapter}.safetensors");

        var after = await merged.ReadAllAsync();

        Assert.Equal(expected.Keys, after.Keys);
        Assert.Equal(changedTensors, merged.ChangedTensors.Count);
        int same = 0, all = 0;
        foreach (string name in expected.Keys)
        {
            double[] magnitude = merged.ChangedTensors.Contains(name) ? Magnitude(before[name], factors, name, adapter.StartsWith("rte", StringComparison.Ordinal) ? 1 : 2) : new double[before[name].Length];
            for (int i = 0; i < magnitude.Length; i++)
                Assert.InRange(Math.Abs((double)expected[name][i] - after[name][i]), 0, Epsilon * magnitude[i]);
            if (!merged.ChangedTensors.Contains(name))
                continue;
            same += expected[name].Zip(after[name]).Count(pair => pair.First.Equals(pair.Second));
            all += magnitude.Length;
        }
        Assert.InRange((double)same / all, identical, 1);
    }

    [Theory, InlineData(1), InlineData(7), InlineData(32), InlineData(100)]
    public async Task Slices_and_threads_do_not_change_a_bit(int slice)
    {
        await using var model = await TensorReading.OpenReferenceAsync("lora", "base");
        await using var merged = MergedAdapterReader.Create(model, await OpenAdapterAsync("cola_lora16"));
        string name = merged.ChangedTensors[0];
        float[] whole = (await merged.ReadAllAsync())[name];
        var tensor = merged.Tensors.Single(tensor => tensor.Name == name);

        float[] read = new float[whole.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, (whole.Length + slice - 1) / slice), Token, async (index, token) =>
            await merged.ReadAsync(tensor, index * slice, read.AsMemory(index * slice, Math.Min(slice, read.Length - (index * slice))), token));

        Assert.Equal(whole.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public async Task Adapters_on_one_base_merge_as_a_pool_like_full_models()
    {
        await using var model = await TensorReading.OpenReferenceAsync("lora", "base");
        string[] adapters = ["cola_lora16", "mrpc_lora16"];
        var inputs = new List<MergeInput> { new("_pretrained_", model) };
        foreach (string adapter in adapters)
        {
            var merged = MergedAdapterReader.Create(model, await OpenAdapterAsync(adapter));
            inputs.Add(new(adapter, merged, merged.StateDict));
        }
        float[] result = await Merge.ElementsAsync("task_arithmetic", MergePool.Of(inputs), ("scaling_factor", JsonValue.Create(0.3)));

        var before = await model.ReadAllAsync();
        var models = await Task.WhenAll(adapters.Select(adapter => ReadFileAsync($"expected/{adapter}.safetensors")));
        float[] expected = [.. before.SelectMany(tensor => tensor.Value.Select((value, i) => value + (0.3f * models.Sum(one => one[tensor.Key][i] - value))))];
        Assert.Equal(expected.Length, result.Length);
        for (int i = 0; i < result.Length; i++)
            Assert.InRange(Math.Abs(expected[i] - result[i]), 0, 2e-7);
        foreach (var input in inputs.Skip(1))
            await input.Tensors.DisposeAsync();
    }

    /// <summary>|W| + scaling · |B|·|A|: what the rounding errors of any order of addition are proportional to.</summary>
    private static double[] Magnitude(float[] weight, SortedDictionary<string, float[]> factors, string name, double scaling)
    {
        string module = $"base_model.model.{name[..^".weight".Length]}";
        float[] a = factors[$"{module}.lora_A.weight"], b = factors[$"{module}.lora_B.weight"];
        int rank = (int)Math.Sqrt((double)a.Length * b.Length / weight.Length), columns = a.Length / rank;
        return [.. weight.Select((value, i) => Math.Abs(value) + (scaling * Enumerable.Range(0, rank).Sum(k => Math.Abs((double)b[(i / columns * rank) + k] * a[(k * columns) + (i % columns)]))))];
    }

    private static DirectoryBlobStore Store => new(ReferenceData.Require("golden", "lora"), LinkPolicy.Follow);

    private static Task<AdapterFolder> OpenAdapterAsync(string adapter) => AdapterFolder.OpenAsync(Store, adapter, adapter, Token);

    private static async Task<SortedDictionary<string, float[]>> ReadFileAsync(string path)
    {
        await using var file = await SafetensorsFile.OpenAsync(await Store.OpenReadAsync(BlobPath.Parse(path), Token), Token);
        var result = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            float[] values = new float[tensor.ElementCount];
            await file.ReadAsync(tensor.Name, 0, values, Token);
            result.Add(tensor.Name, values);
        }
        return result;
    }
}
