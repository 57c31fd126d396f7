using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>What several need at once is downloaded once.</summary>
public sealed class HubSharedFetchTests
{
    private static readonly string[] s_needed = ["config.json", "spiece.model", "model.safetensors"];

    [Fact]
    public async Task FetchAsync_many_at_once_in_one_process_download_once()
    {
        await using var bench = await HubBench.StartAsync();
        var run = bench.Fetcher();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => run.FetchAsync(
            bench.Repository, i % 2 == 0 ? "main" : bench.Model.Commit, HubFileSelection.Model, null, TestContext.Current.CancellationToken)));
        Assert.Equal(s_needed, bench.Asked);
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
        Assert.Equal([.. s_needed, "model.safetensors"], bench.Asked);
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
        LocalCacheFolder.Write(bench.Folder["hf"], bench.Model, "main", s_needed);
        var waiting = new ProgressLog();
        var second = bench.Fetcher(LocalCacheUse.CopyIntoStore).FetchAsync(
            bench.Repository, null, HubFileSelection.Model, waiting, TestContext.Current.CancellationToken);
        await waiting.WaitForReportAsync(report => report.Trouble?.Contains("waiting", StringComparison.Ordinal) == true);
        await bench.Clock.ExpireAsync();
        await Task.WhenAll(first, second);
        string manifest = File.ReadAllText(Path.Combine(bench.Store.Root, (await second).Folder + ".json"));
        Assert.Contains("\"listedByHub\": true", manifest, StringComparison.Ordinal);
        Assert.Contains("README.md", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain(HubBench.Token, manifest, StringComparison.Ordinal);
    }
}
