using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubResolveTests
{
    [Fact]
    public async Task ResolveAsync_branch_gives_commit_and_files_with_sizes_and_digests()
    {
        await using var bench = await HubBench.StartAsync();
        var revision = await bench.ResolveAsync();
        Assert.Equal(bench.Model.Commit, revision.Commit);
        Assert.Equal(["README.md", "config.json", "model.safetensors", "spiece.model"], revision.Files.Select(file => file.Path.Value));
        var (small, large) = (revision.Files[1], revision.Files[2]);
        Assert.Equal((20L, null, bench.Model.Digest("config.json")), (small.Size, small.Sha256, small.GitSha1));
        Assert.Equal((bench.Weights.LongLength, bench.Model.Digest("model.safetensors"), null), (large.Size, large.Sha256, large.GitSha1));
        Assert.Equal("/api/models/org/model/revision/main?blobs=true", bench.Hub.Requests.Single().Path);
    }

    [Theory]
    [InlineData("v1.0", "v1.0")]
    [InlineData("refs/pr/1", "refs%2Fpr%2F1")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task ResolveAsync_any_revision_is_one_segment_of_the_address(string revision, string segment)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Model.Revisions.Add(revision);
        Assert.Equal(bench.Model.Commit, (await bench.ResolveAsync(revision)).Commit);
        Assert.Contains($"/revision/{segment}?", bench.Hub.Requests.Single().Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveAsync_dataset_asks_the_datasets_api()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Add("datasets/nyu-mll/glue", 'd').Add("sst2/validation-00000-of-00001.parquet", HubBench.Bytes(100), large: true);
        var revision = await bench.Client().ResolveAsync(HubRepository.Dataset("nyu-mll/glue"), null, TestContext.Current.CancellationToken);
        Assert.Equal(new string('d', 40), revision.Commit);
        Assert.StartsWith("/api/datasets/nyu-mll/glue/revision/main", bench.Hub.Requests.Single().Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveAsync_token_goes_to_the_hub_and_is_absent_when_there_is_none()
    {
        await using var bench = await HubBench.StartAsync();
        await bench.ResolveAsync();
        bench.Options = bench.Options with { Token = null };
        await bench.ResolveAsync();
        Assert.Equal([$"Bearer {HubBench.Token}", null], bench.Hub.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task ResolveAsync_renamed_repository_is_followed_with_the_token()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("org/model", Mishaps.Instead(_ => new Answer(307, []) { Headers = { ["Location"] = "/api/models/new/model/revision/main?blobs=true" } }));
        bench.Add("new/model", 'b');
        Assert.Equal(new string('b', 40), (await bench.ResolveAsync()).Commit);
        Assert.Equal($"Bearer {HubBench.Token}", bench.Hub.Requests[1].Authorization);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"sha": "main", "siblings": []}""")]
    [InlineData("""{"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "siblings": 1}""")]
    [InlineData("""{"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "siblings": [1]}""")]
    [InlineData("""{"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "siblings": [{"rfilename": "a", "size": -1}]}""")]
    [InlineData("""{"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "siblings": [{"rfilename": "a", "size": 1e30}]}""")]
    [InlineData("""{"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "siblings": [{"rfilename": "a", "lfs": {"sha256": "../../x"}}]}""")]
    public async Task ResolveAsync_answer_of_no_hub_is_refused(string json)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Instead(_ => new Answer(200, System.Text.Encoding.UTF8.GetBytes(json))));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains("HF_ENDPOINT", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\\\b")]
    [InlineData("a//b")]
    [InlineData("a\\u0000b")]
    public async Task ResolveAsync_file_name_that_leaves_its_folder_is_not_listed(string name)
    {
        await using var bench = await HubBench.StartAsync();
        string json = $$"""{"sha": "{{bench.Model.Commit}}", "siblings": [{"rfilename": "{{name}}"}, {"rfilename": "config.json"}]}""";
        bench.Hub.Next("/api/", Mishaps.Instead(_ => new Answer(200, System.Text.Encoding.UTF8.GetBytes(json))));
        Assert.Equal("config.json", (await bench.ResolveAsync()).Files.Single().Path.Value);
    }

    [Fact]
    public async Task ResolveAsync_listing_without_end_is_cut_off()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Chunked(_ => new byte[17 << 20]));
        Assert.Equal(HubFailure.Damaged, (await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync())).Failure);
    }

    [Fact]
    public async Task ResolveAsync_headers_without_end_are_cut_off()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Header("X-Long", new string('x', 100_000)));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains("headers", e.Message, StringComparison.Ordinal);
    }
}
