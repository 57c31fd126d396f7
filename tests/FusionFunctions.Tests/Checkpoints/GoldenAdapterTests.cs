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
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The reference's matrix library adds the products of an element one after the other, or, in some tiles of so small a matrix, the even
    // and the odd ones apart. Every element of the reference is one of these two sums to the last bit; ours is always the first.
    [Theory]
    [InlineData("cola_lora16", 16, 2, 12, 0.89), InlineData("mrpc_lora16", 16, 2, 12, 0.89)]
    [InlineData("sst2_lora16_bf16", 16, 2, 12, 0.99), InlineData("rte_lora8_alpha8_qvko", 8, 1, 24, 0.96)]
    public async Task Merged_adapter_is_what_PEFT_makes_of_it_but_for_the_order_of_one_addition(
        string adapter, int rank, float scaling, int changedTensors, double sequential)
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
            if (!merged.ChangedTensors.Contains(name))
            {
                Assert.Equal(expected[name], after[name]);
                continue;
            }
            var update = new ReferenceUpdate(factors, name, rank, scaling);
            float largest = expected[name].Max(Math.Abs), unit = MathF.BitIncrement(largest) - largest;
            for (int i = 0; i < expected[name].Length; i++)
            {
                float weight = before[name][i], oneByOne = weight + update.OneByOne(i), evenAndOdd = weight + update.EvenAndOdd(i);
                Assert.Equal(oneByOne, after[name][i]);
                Assert.InRange(Math.Abs((double)expected[name][i] - after[name][i]), 0, unit);
                Assert.True(expected[name][i] == oneByOne || expected[name][i] == evenAndOdd, $"{name}[{i}]: {expected[name][i]:R}");
                same += expected[name][i] == oneByOne ? 1 : 0;
                all++;
            }
        }
        Assert.InRange((double)same / all, sequential, 1);
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
