using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubFetchTests
{
    private static readonly string[] Needed = ["config.json", "spiece.model", "model.safetensors"];

    [Fact]
    public async Task FetchAsync_model_brings_the_needed_files_and_no_others()
    {
        await using var bench = await HubBench.StartAsync();
        var snapshot = await bench.FetchAsync();
        Assert.Equal((bench.Model.Commit, $"checkpoints/org/model/{bench.Model.Commit}", null), (snapshot.Commit, snapshot.Folder, snapshot.LocalFolder));
        Assert.Equal(Needed, snapshot.Files.Select(file => file.Path.Value));
        Assert.Equal(Needed, bench.Asked);
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
    public async Task FetchAsync_many_at_once_in_one_process_download_once()
    {
        await using var bench = await HubBench.StartAsync();
        var run = bench.Fetcher();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => run.FetchAsync(
            bench.Repository, i % 2 == 0 ? "main" : bench.Model.Commit, HubFileSelection.Model, null, TestContext.Current.CancellationToken)));
        Assert.Equal(Needed, bench.Asked);
    }

    [Fact]
    public async Task FetchAsync_two_processes_at_once_download_once()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.HangAfter(1000, bench.Progress, bench.Hanging));
        var first = bench.FetchAsync();
        await bench.IsHangingAsync();
        var waiting = new ProgressLog();
        var second = bench.Fetcher().FetchAsync(bench.Repository, null, HubFileSelection.Model, waiting, TestContext.Current.CancellationToken);
        await waiting.WaitForReportAsync(report => report.Trouble?.Contains("waiting", StringComparison.Ordinal) == true);
        await bench.Clock.ExpireAsync();
        Assert.Equal((await first).Files, (await second).Files);
        Assert.Equal([.. Needed, "model.safetensors"], bench.Asked);
        Assert.Equal(bench.Weights.Length, bench.Progress.Total - bench.Model["config.json"].Length - bench.Model["spiece.model"].Length);
        Assert.Equal(0, waiting.Total);
    }

    [Fact]
    public async Task FetchAsync_manifest_keeps_the_fuller_listing_of_two_processes()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/resolve/", Mishaps.HangAfter(10, bench.Progress, bench.Hanging));
        var first = bench.FetchAsync(HubFileSelection.Tokenizer);
        await bench.IsHangingAsync();
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        LocalCacheFolder.Write(bench.Folder["hf"], bench.Model, "main", Needed);
        var waiting = new ProgressLog();
        var second = bench.Fetcher(LocalCacheUse.CopyIntoStore).FetchAsync(bench.Repository, null, HubFileSelection.Model, waiting, TestContext.Current.CancellationToken);
        await waiting.WaitForReportAsync(report => report.Trouble?.Contains("waiting", StringComparison.Ordinal) == true);
        await bench.Clock.ExpireAsync();
        await Task.WhenAll(first, second);
        string manifest = File.ReadAllText(Path.Combine(bench.Store.Root, (await second).Folder + ".json"));
        Assert.Contains("\"listedByHub\": true", manifest, StringComparison.Ordinal);
        Assert.Contains("README.md", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain(HubBench.Token, manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_failed_download_leaves_whole_files_only()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", Mishaps.Damage());
        await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync());
        Assert.Equal(["config.json", "spiece.model"], bench.StoredFiles.Where(file => file.Contains($"{bench.Model.Commit}/", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task FetchAsync_file_without_manifest_is_proven_and_taken()
    {
        await using var bench = await HubBench.StartAsync();
        Leave(bench, "model.safetensors", bench.Weights);
        await bench.FetchAsync();
        Assert.Equal(["config.json", "spiece.model"], bench.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FetchAsync_wrong_file_without_manifest_is_replaced(bool sameSize)
    {
        await using var bench = await HubBench.StartAsync();
        string file = Leave(bench, "model.safetensors", new byte[sameSize ? bench.Weights.Length : 5]);
        await bench.FetchAsync();
        Assert.Equal(bench.Weights, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("deleted")]
    public async Task FetchAsync_file_that_is_no_longer_whole_is_fetched_again(string harm)
    {
        await using var bench = await HubBench.StartAsync();
        string file = Path.Combine(bench.Store.Root, (await bench.FetchAsync()).Folder, "model.safetensors");
        if (harm == "deleted")
            File.Delete(file);
        else
            File.WriteAllBytes(file, [1, 2, 3]);
        await bench.FetchAsync(revision: bench.Model.Commit);
        Assert.Equal(bench.Weights, File.ReadAllBytes(file));
        Assert.Equal([.. Needed, "model.safetensors"], bench.Asked);
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

    private static string Leave(HubBench bench, string name, byte[] content)
    {
        string file = Path.Combine(bench.Store.Root, "checkpoints", "org", "model", bench.Model.Commit, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }
}
