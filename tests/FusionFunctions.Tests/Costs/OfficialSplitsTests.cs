using FusionFunctions.Costs.Sizes;
using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Costs;

public sealed class OfficialSplitsTests
{
    public static TheoryData<string> Tasks => [.. GlueTasks.All.Select(task => task.Name)];

    [Fact]
    public void Shards_hold_all_official_rows() =>
        Assert.All(GlueTasks.All, task => Assert.Equal(task.OfficialRows, OfficialSplits.Of(task.Name).ShardRows.Sum()));

    [Theory, MemberData(nameof(Tasks))]
    public async Task Of_a_task_is_what_fetching_its_file_gives(string name)
    {
        var task = GlueTasks.Find(name);
        string file = ReferenceData.Require("data", "glue-parquet", name, $"{task.Split}-00000-of-00001.parquet");
        using var folder = new TemporaryFolder();

        var fetched = await new FetchDataset(new NoHub(), new(new DirectoryBlobStore(folder.Path)))
            .RunAsync(new(new TaskSpec(name, file), null), TestContext.Current.CancellationToken);

        Assert.Equal(fetched.ShardRows, OfficialSplits.Of(name).ShardRows);
        Assert.Equal(new FileInfo(file).Length, OfficialSplits.Of(name).Bytes);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(846, new[] { 846 })]
    [InlineData(847, new[] { 846, 1 })]
    [InlineData(5000, new[] { 846, 197 })]
    public void First_rows_cut_the_last_shard_alone(int rows, int[] expected) => Assert.Equal(expected, OfficialSplits.Of("cola").First(rows));
}
