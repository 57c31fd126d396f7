using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Recipes;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

public sealed class CheckpointFolderOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(null, 5_000_000_000, "float32"), InlineData(TensorDType.BF16, 100_000, "bfloat16")]
    public async Task Exported_merge_of_the_reference_pool_opens_as_a_checkpoint_with_the_merged_elements(TensorDType? dtype, long maxShardBytes, string torchName)
    {
        await using var golden = await GoldenPool.OpenAsync("float");
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        var parameters = Merge.Parameters("ties_merging");
        var recipe = new MergeRecipe("ties_merging", parameters, [new(ModelPool.PretrainedName, "d0"), new("cola", "d1")], dtype);
        var source = new CheckpointSource(new DirectoryBlobStore(ReferenceData.Require("golden", "merging", "float", "base"), LinkPolicy.Follow), "", "base");
        await using var output = new CheckpointFolderOutput(recipe, new(store, "merges/x", source) { MaxShardBytes = maxShardBytes });

        var reports = await MergeEngine.MergeAsync(
            new(golden.Pool, MergeMethods.Find("ties_merging"), [new(parameters, output, dtype)]), Merge.OneThread, null, Token);
        var record = await output.CompleteAsync(reports[0], Token);

        var (expected, _) = await Merge.RunAsync("ties_merging", golden.Pool, Merge.OneThread);
        await using var opened = await CheckpointFolder.OpenAsync(store, "merges/x", "x", Token);
        Assert.Equal(torchName, opened.Config!.Json["torch_dtype"]!.GetValue<string>());
        Assert.Equal(Rounded(expected.Elements, dtype), await ElementsAsync(opened));
        Assert.Equal(recipe.Digest, record.Digest);
        Assert.Equal("ties_merging", record.Report["statistics"]!["$type"]!.GetValue<string>());
        await (await MergedCheckpoint.FindAsync(store, "merges/x", Token))!.VerifyAsync(store, "merges/x", Token);
    }

    [Fact]
    public async Task Report_with_NaN_is_still_JSON()
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        MemoryModel Model(string name, float value) => new MemoryModel(name).With("w", [value, value]);
        var parameters = Merge.Parameters("ties_merging");
        await using var output = new CheckpointFolderOutput(new("ties_merging", parameters, [new("m", "d")]), new(store, "x", new(store, "base", "base")));

        var reports = await MergeEngine.MergeAsync(
            new(Merge.Pool(Model("_pretrained_", 0), Model("m", float.NaN)), MergeMethods.Find("ties_merging"), [new(parameters, output)]), Merge.OneThread, null, Token);
        await output.CompleteAsync(reports[0], Token);

        var record = await MergedCheckpoint.FindAsync(store, "x", Token);
        Assert.Equal("NaN", record!.Report["statistics"]!["kth_values"]![0]!.GetValue<string>());
        Assert.Equal("w", record.Report["non_finite"]![0]!["tensor"]!.GetValue<string>());
    }

    private static float[] Rounded(float[] elements, TensorDType? dtype)
    {
        if (dtype is null)
            return elements;
        byte[] bytes = new byte[elements.Length * dtype.Value.Size()];
        ElementConversion.FromFloat32(dtype.Value, elements, bytes);
        float[] rounded = new float[elements.Length];
        ElementConversion.ToFloat32(dtype.Value, bytes, rounded);
        return rounded;
    }

    private static async Task<float[]> ElementsAsync(CheckpointFolder folder)
    {
        var elements = new List<float>();
        foreach (var tensor in folder.Tensors)
        {
            float[] part = new float[tensor.ElementCount];
            await folder.ReadAsync(tensor, 0, part, Token);
            elements.AddRange(part);
        }
        return [.. elements];
    }
}
