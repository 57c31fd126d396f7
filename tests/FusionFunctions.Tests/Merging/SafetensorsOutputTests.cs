using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

public sealed class SafetensorsOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Safetensors_output_appears_at_the_commit_and_holds_the_merge()
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        var path = BlobPath.Parse("merged.safetensors");
        await using (var output = new SafetensorsOutput(await store.OpenWriteAsync(path, BlobWriteMode.Create, Token)))
        {
            await MergeEngine.MergeAsync(
                new(Merge.Pool(SmallModels.Create()), MergeMethods.Find("simple_average"), [new(Merge.Parameters("simple_average"), output)]), Merge.OneThread, null, Token);
            Assert.Null(await store.FindAsync(path, Token));
            await output.CommitAsync(Token);
        }

        await using var file = await SafetensorsFile.OpenAsync(await store.OpenReadAsync(path, Token), Token);
        float[] values = new float[4];
        await file.ReadAsync("a", 0, values, Token);
        Assert.Equal([0, 1.5f, 0.5f, 3], values);
    }
}
