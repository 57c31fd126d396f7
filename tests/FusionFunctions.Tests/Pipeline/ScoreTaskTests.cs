using FusionFunctions.Glue.Scoring;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

public sealed class ScoreTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DirectoryBlobStore Store => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_of_shards_from_two_devices_names_both()
    {
        await WriteAsync("a.json", "cuda");
        await WriteAsync("b.json", "cpu");
        await WriteAsync("c.json", "cuda");

        var scored = await new ScoreTask(Store).RunAsync(new("cola", ["a.json", "b.json", "c.json"]), Token);

        Assert.Equal(["cpu", "cuda"], scored.Devices);
        Assert.Equal(new("cola", 0.5, 3, 6, 0), scored.Score);
    }

    [Fact]
    public async Task Score_of_a_damaged_model_names_its_tensors_and_that_of_another_none()
    {
        var score = new ShardScore(1, 2, 0, [], []);
        await ShardFile.WriteAsync(Store, BlobPath.Parse("a.json"), new(score, "cpu") { NonFinite = ["k", "q"] }, Token);
        await WriteAsync("b.json", "cpu");

        Assert.Equal(["k", "q"], (await new ScoreTask(Store).RunAsync(new("cola", ["a.json", "b.json"]), Token)).NonFinite);
        Assert.Null((await new ScoreTask(Store).RunAsync(new("cola", ["b.json"]), Token)).NonFinite);
        Assert.DoesNotContain("non_finite", File.ReadAllText(_folder["b.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_of_a_shard_without_a_device_says_unknown()
    {
        await Store.WriteTextAsync(BlobPath.Parse("a.json"), """{"correct":1,"total":2,"invalid":0,"predictions":[],"targets":[]}""", BlobWriteMode.Create, Token);

        Assert.Equal(["unknown"], (await new ScoreTask(Store).RunAsync(new("cola", ["a.json"]), Token)).Devices);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"correct":"many"}""")]
    [InlineData("""{"correct":1,"total":2,"invalid":0,"predictions":[],"targets":[],"device":3}""")]
    [InlineData("""{"correct":1,"total":2,"invalid":0,"predictions":[],"targets":[],"non_finite":3}""")]
    public async Task Score_of_a_damaged_shard_names_it(string text)
    {
        await Store.WriteTextAsync(BlobPath.Parse("a.json"), text, BlobWriteMode.Create, Token);

        var error = await Assert.ThrowsAsync<StorageException>(() => new ScoreTask(Store).RunAsync(new("cola", ["a.json"]), Token));

        Assert.Contains("a.json", error.Message, StringComparison.Ordinal);
    }

    private Task WriteAsync(string name, string device) =>
        ShardFile.WriteAsync(Store, BlobPath.Parse(name), new(new ShardScore(1, 2, 0, [], []), device), Token);
}
