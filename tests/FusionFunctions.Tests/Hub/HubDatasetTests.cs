using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubDatasetTests
{
    private static readonly HubRepository s_glue = HubRepository.Dataset("nyu-mll/glue");

    [Theory]
    [InlineData("sst2", "validation")]
    [InlineData("mnli", "validation_matched")]
    public async Task FetchAsync_split_comes_into_the_data_sets(string config, string split)
    {
        await using var bench = await StartAsync();
        var snapshot = await FetchAsync(bench, config, split);
        string path = $"{config}/{split}-00000-of-00001.parquet";
        Assert.Equal($"datasets/nyu-mll/glue/{new string('d', 40)}", snapshot.Folder);
        Assert.Equal(path, Assert.Single(snapshot.Files).Path.Value);
        Assert.Equal(HubBench.Bytes(config.Length), File.ReadAllBytes(Path.Combine(bench.Store.Root, snapshot.Folder, path)));
        Assert.Equal($"/datasets/nyu-mll/glue/resolve/{new string('d', 40)}/{path}", bench.Hub.Requests[^1].Path);
    }

    [Fact]
    public async Task FetchAsync_split_of_several_files_comes_whole_and_in_order()
    {
        await using var bench = await StartAsync();
        Assert.Equal(["qqp/train-00000-of-00002.parquet", "qqp/train-00001-of-00002.parquet"],
            (await FetchAsync(bench, "qqp", "train")).Files.Select(file => file.Path.Value));
    }

    [Theory]
    [InlineData("mnli", "validation", "validation_matched")]
    [InlineData("cola", "validation", "mnli, qqp, rte, sst2")]
    [InlineData("rte", "train", "does not have all")]
    public async Task FetchAsync_split_that_is_not_there_names_those_that_are(string config, string split, string text)
    {
        await using var bench = await StartAsync();
        var e = await Assert.ThrowsAsync<HubException>(() => FetchAsync(bench, config, split));
        Assert.Equal(HubFailure.NotFound, e.Failure);
        Assert.Contains(text, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x", "validation")]
    [InlineData("sst2", "a/b")]
    [InlineData("", "validation")]
    public void DatasetSplit_name_that_is_none_is_refused(string config, string split) =>
        Assert.Equal(HubFailure.BadRequest, Assert.Throws<HubException>(() => HubFileSelection.DatasetSplit(config, split)).Failure);

    private static async Task<HubBench> StartAsync()
    {
        var bench = await HubBench.StartAsync();
        bench.Add("datasets/nyu-mll/glue", 'd')
            .Add("README.md", "card")
            .Add("sst2/validation-00000-of-00001.parquet", HubBench.Bytes(4), large: true)
            .Add("sst2/train-00000-of-00001.parquet", HubBench.Bytes(100), large: true)
            .Add("mnli/validation_matched-00000-of-00001.parquet", HubBench.Bytes(4), large: true)
            .Add("mnli/validation_mismatched-00000-of-00001.parquet", HubBench.Bytes(5), large: true)
            .Add("qqp/train-00001-of-00002.parquet", HubBench.Bytes(6), large: true)
            .Add("qqp/train-00000-of-00002.parquet", HubBench.Bytes(7), large: true)
            .Add("rte/train-00000-of-00002.parquet", HubBench.Bytes(8), large: true);
        return bench;
    }

    private static Task<HubSnapshot> FetchAsync(HubBench bench, string config, string split) =>
        bench.Fetcher().FetchAsync(s_glue, null, HubFileSelection.DatasetSplit(config, split), null, TestContext.Current.CancellationToken);
}
