using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubFetchTests
{
    private static readonly string[] s_needed = ["config.json", "spiece.model", "model.safetensors"];

    [Fact]
    public async Task FetchAsync_model_brings_the_needed_files_and_no_others()
    {
        await using var bench = await HubBench.StartAsync();
        var snapshot = await bench.FetchAsync();
        Assert.Equal((bench.Model.Commit, $"checkpoints/org/model/{bench.Model.Commit}", null), (snapshot.Commit, snapshot.Folder, snapshot.LocalFolder));
        Assert.Equal(s_needed, snapshot.Files.Select(file => file.Path.Value));
        Assert.Equal(s_needed, bench.Asked);
        foreach (var file in snapshot.Files)
        {
            byte[] content = File.ReadAllBytes(Path.Combine(bench.Store.Root, snapshot.Folder, file.Path.Value));
            Assert.Equal(bench.Model[file.Path.Value], content);
            Assert.Equal((content.LongLength, LoopbackRepository.Sha256(content)), (file.Size, file.Sha256));
        }
    }

    [Fact]
    public async Task FetchAsync_known_commit_asks_nothing_the_second_time()
    {
        await using var bench = await HubBench.StartAsync();
        var first = await bench.FetchAsync();
        int requests = bench.Hub.Requests.Count;
        var second = await bench.FetchAsync(revision: first.Commit);
        Assert.Equal(requests, bench.Hub.Requests.Count);
        Assert.Equal(first.Files, second.Files);
    }

    [Fact]
    public async Task FetchAsync_branch_is_resolved_once_and_stays_where_it_was_for_the_run()
    {
        await using var bench = await HubBench.StartAsync();
        var run = bench.Fetcher();
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(bench.Model.Commit, (await run.FetchAsync(bench.Repository, null, HubFileSelection.Tokenizer, null, token)).Commit);
        bench.Model.Revisions.Remove("main");
        bench.Add("org/model", 'b').Add("config.json", "{}").Add("model.safetensors", HubBench.Bytes(10), large: true);
        Assert.Equal(bench.Model.Commit, (await run.FetchAsync(bench.Repository, "main", HubFileSelection.Model, null, token)).Commit);
        Assert.Single(bench.Hub.Requests, request => request.Path.Contains("/api/", StringComparison.Ordinal));
        Assert.Equal(new string('b', 40), (await bench.FetchAsync()).Commit);
    }

    [Fact]
    public async Task FetchAsync_another_selection_brings_only_what_is_missing()
    {
        await using var bench = await HubBench.StartAsync();
        await bench.FetchAsync(HubFileSelection.Tokenizer);
        Assert.Equal(["spiece.model"], bench.Asked);
        await bench.FetchAsync();
        Assert.Equal(["spiece.model", "config.json", "model.safetensors"], bench.Asked);
    }

    [Fact]
    public async Task FetchAsync_quantized_model_is_refused_before_its_weights_are_asked_for()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Model.Add("config.json", """{"model_type": "t5", "quantization_config": {"quant_method": "gptq"}}""");
        for (int run = 0; run < 2; run++)
        {
            var e = await Assert.ThrowsAsync<CheckpointException>(() => bench.FetchAsync());
            Assert.StartsWith("org/model/config.json: the model is quantized (gptq)", e.Message, StringComparison.Ordinal);
        }
        Assert.Equal(["config.json"], bench.Asked);
        // Its tokenizer is as good as any other.
        await bench.FetchAsync(HubFileSelection.Tokenizer);
        Assert.Equal(["config.json", "spiece.model"], bench.Asked);
    }

    [Fact]
    public async Task FetchAsync_hub_that_answers_with_another_commit_is_refused()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Model.Revisions.Add(new string('c', 40));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync(revision: new string('c', 40)));
        Assert.Contains("another commit", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("/a")]
    [InlineData("")]
    public async Task FetchAsync_revision_that_git_cannot_have_is_refused(string revision)
    {
        await using var bench = await HubBench.StartAsync();
        Assert.Equal(HubFailure.BadRequest, (await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync(revision: revision))).Failure);
        Assert.Empty(bench.Hub.Requests);
    }
}
