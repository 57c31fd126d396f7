using FusionFunctions.Experiments;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Merging;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>A pool of a base and adapters is a pool like any other, and no adapter is ever written out as a full model.</summary>
public sealed class LoraPoolTests
{
    private static readonly string[] s_adapters = ["cola_lora16", "mrpc_lora16", "rte_lora8_alpha8_qvko"];

    [Theory]
    [InlineData("simple_average")]
    [InlineData("task_arithmetic")]
    [InlineData("ties_merging")]
    public async Task Merge_of_adapters_equals_the_merge_of_their_full_models(string method)
    {
        using var folder = new TemporaryFolder();
        string lora = ReferenceData.Require("golden", "lora");
        var adapted = new List<PoolModel> { Model("_pretrained_", Path.Join(lora, "base")) };
        var full = new List<PoolModel> { Model("_pretrained_", Path.Join(lora, "base")) };
        foreach (string name in s_adapters)
        {
            adapted.Add(Model(name, Path.Join(lora, "base")) with { Adapter = new(CheckpointKind.Folder, Path.Join(lora, name)) });
            full.Add(Model(name, FullModel(folder, lora, name)));
        }

        float[] ofAdapters = await MergeAsync(method, folder, adapted);
        float[] ofFullModels = await MergeAsync(method, folder, full);

        Assert.Equal(ofFullModels.Length, ofAdapters.Length);
        // An adapter's product may round to a neighbour, and TIES may then keep a neighbouring element at its threshold.
        int different = ofAdapters.Zip(ofFullModels).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-6);
        Assert.InRange(different, 0, ofAdapters.Length / 10_000);
    }

    [Fact]
    public async Task Reference_to_an_adapter_has_a_digest_of_base_and_adapter()
    {
        string lora = ReferenceData.Require("golden", "lora");
        var plain = Model("model", Path.Join(lora, "base"));
        var references = await Task.WhenAll(
            FetchAsync(plain, lora),
            FetchAsync(plain with { Adapter = new(CheckpointKind.Folder, Path.Join(lora, "cola_lora16")) }, lora),
            FetchAsync(plain with { Adapter = new(CheckpointKind.Folder, Path.Join(lora, "mrpc_lora16")) }, lora));

        Assert.Equal(3, references.Select(reference => reference.Digest).Distinct().Count());
        Assert.Single(references.Select(reference => reference.Checkpoint.Digest).Distinct());
    }

    private static async Task<float[]> MergeAsync(string method, TemporaryFolder folder, IReadOnlyList<PoolModel> pool)
    {
        var references = new List<ModelReference>();
        foreach (var model in pool)
            references.Add(await FetchAsync(model, folder.Path));
        await using var open = await OpenModels.OpenAsync(references, Locations(folder.Path), TestContext.Current.CancellationToken);
        return await Merge.ElementsAsync(method, MergePool.Of(open.Inputs));
    }

    private static Task<ModelReference> FetchAsync(PoolModel model, string store) =>
        new FetchCheckpoint(new CheckpointSources([new LocalFolders()]), Locations(store), new(new DirectoryBlobStore(store)))
            .RunAsync(new(model, NeedsTokenizer: false), TestContext.Current.CancellationToken);

    private static BlobLocations Locations(string store) => new(new DirectoryBlobStore(store));

    private static PoolModel Model(string name, string path) => new(name, new(CheckpointKind.Folder, path));

    private static string FullModel(TemporaryFolder folder, string lora, string name)
    {
        Directory.CreateDirectory(folder[name]);
        File.Copy(Path.Join(lora, "base", "config.json"), folder[name, "config.json"]);
        File.Copy(Path.Join(lora, "expected", $"{name}.safetensors"), folder[name, "model.safetensors"]);
        return folder[name];
    }
}
