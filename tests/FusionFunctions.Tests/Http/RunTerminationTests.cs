using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Http;

public sealed class RunTerminationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _store;
    private readonly ComputeWishes _wishes;

    public RunTerminationTests()
    {
        _store = new(_folder.Path);
        _wishes = new(_store);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StopAsync_run_with_children_ends_each_with_one_word_and_leaves_other_runs_alone()
    {
        var hub = new ListedInstances("run", "run:1", "run:1:1", "run:1:2", "run:2", "run-b", "run-b:1", "running");

        await StopAsync(hub, "run");

        Assert.Equal(["run-b", "run-b:1", "running"], hub.Unfinished);
        Assert.Equal("run", hub.Told[0]);
        Assert.Equal(["run", "run:1", "run:1:1", "run:1:2", "run:2"], hub.Told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task StopAsync_child_begun_meanwhile_ends_too()
    {
        int looks = 0;
        var hub = new ListedInstances("run", "run:1") { Looking = hub => { if (++looks == 2) hub.Begin("run:1:1"); } };

        await StopAsync(hub, "run");

        Assert.Empty(hub.Unfinished);
        Assert.Equal(["run", "run:1", "run:1:1"], hub.Told);
    }

    [Fact]
    public async Task StopAsync_requests_are_withdrawn_before_children_end_and_none_is_taken_until_the_run_is_started_again()
    {
        await _wishes.AddAsync("run", "early", Token);
        await _wishes.AddAsync("run", "shared", Token);
        await _wishes.AddAsync("other", "shared", Token);
        bool? early = null;
        var hub = new ListedInstances("run", "run:1")
        {
            Looking = _ =>
            {
                early ??= File.Exists(_folder.Path + "/" + BlobLayout.ComputeWish("early", "run"));
                Assert.Throws<PipelineException>(() => _wishes.AddAsync("run", "late", Token).GetAwaiter().GetResult());
            },
        };

        await StopAsync(hub, "run");

        Assert.False(early);
        Assert.False(await _wishes.AnyAsync("late", Token));
        Assert.True(await _wishes.AnyAsync("shared", Token));
        await _wishes.StartAsync("run", Token);
        await _wishes.AddAsync("run", "late", Token);
        Assert.True(await _wishes.AnyAsync("late", Token));
    }

    [Fact]
    public async Task StopAsync_child_that_never_ends_is_given_up_and_requests_are_withdrawn()
    {
        await _wishes.AddAsync("run", "request", Token);
        var hub = new ListedInstances("run") { Looking = hub => hub.Begin("run:1") };

        await StopAsync(hub, "run");

        Assert.Equal(["run", "run:1"], hub.Told);
        Assert.False(await _wishes.AnyAsync("request", Token));
    }

    public void Dispose() => _folder.Dispose();

    private Task StopAsync(ListedInstances hub, string run) => new RunTermination(hub, _wishes, new TestClock()).StopAsync(run, Token);
}
