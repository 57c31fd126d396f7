using System.Text.RegularExpressions;
using FusionFunctions.Glue;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>What a worker does with a delivery; what the request asks for is the test's.</summary>
public sealed class ComputeWorkerTests(WorkerStation station) : IClassFixture<WorkerStation>
{
    private static readonly ComputeOutcome s_outcome = new(1, 0, []);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Result_is_written_and_the_message_deleted()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();

        await line.WorkAsync((_, _) => Task.FromResult(s_outcome), () => line.HasResultAsync(id));

        Assert.Equal(1, (await line.Files.FindResultAsync(id, Cancel))!.Outcome!.Done);
        Assert.True(await line.IsEmptyAsync());
        Assert.Equal(["done 1"], Ends(line));
    }

    [Fact]
    public async Task Second_delivery_of_finished_work_does_nothing()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        await line.Queue.SendAsync(id, Cancel);
        int times = 0;

        await line.WorkAsync((_, _) => Task.FromResult(s_outcome with { Done = Interlocked.Increment(ref times) }), line.IsEmptyAsync);

        Assert.Equal(1, times);
    }

    [Fact]
    public async Task Bad_input_fails_at_the_first_delivery_with_its_own_words()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();

        await line.WorkAsync((_, _) => throw new GlueException("rows.jsonl: line 3 is broken."), () => line.HasResultAsync(id));

        Assert.Equal(new StepFailure("GlueException", "rows.jsonl: line 3 is broken."), (await line.Files.FindResultAsync(id, Cancel))!.Failure);
        Assert.True(await line.IsEmptyAsync());
        Assert.Equal(["failed 1"], Ends(line));
        Assert.Contains("fusion_request_duration_seconds_count{kind=\"evaluation\",end=\"failed\"} 1", line.Counted, StringComparison.Ordinal);
        Assert.Null(await line.Poison.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task Other_failures_are_tried_again_and_then_poison_the_message()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        int times = 0;

        await line.WorkAsync(
            (_, _) =>
            {
                times++;
                throw new InvalidOperationException("The device is gone.");
            },
            () => line.HasResultAsync(id));

        Assert.Equal(3, times);
        Assert.Equal(["broken_off 2", "failed 1"], Ends(line));
        var failure = (await line.Files.FindResultAsync(id, Cancel))!.Failure!;
        Assert.Equal(("InvalidOperationException", "The device is gone. (Given up after 3 deliveries.)"), (failure.ErrorType, failure.Reason));
        Assert.Equal(id, (await line.Poison.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!.Body);
    }

    [Fact]
    public async Task Request_over_which_workers_die_fails_instead_of_killing_more()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        for (int death = 0; death < 3; death++)
            await line.Queue.ReleaseAsync((await line.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!, TimeSpan.Zero, Cancel);

        await line.WorkAsync((_, _) => throw new InvalidOperationException("Never called."), () => line.HasResultAsync(id));

        Assert.Equal(["failed 1"], Ends(line));
        Assert.StartsWith("3 workers stopped while they worked on it.", (await line.Files.FindResultAsync(id, Cancel))!.Failure!.Reason, StringComparison.Ordinal);
        Assert.Equal(id, (await line.Poison.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!.Body);
    }

    [Fact]
    public async Task Message_that_is_no_request_is_set_aside()
    {
        await using var line = await station.NewLineAsync();
        await line.Queue.SendAsync("../../etc/passwd", Cancel);

        await line.WorkAsync((_, _) => throw new InvalidOperationException("Never called."), line.IsEmptyAsync);

        Assert.Equal("../../etc/passwd", (await line.Poison.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!.Body);
    }

    [Fact]
    public async Task Work_that_nobody_wants_any_more_is_not_begun()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        await line.Wishes.StopAsync("run", Cancel);

        await line.WorkAsync((_, _) => throw new InvalidOperationException("Never called."), line.IsEmptyAsync);

        Assert.False(await line.HasResultAsync(id));
    }

    [Fact]
    public async Task Work_under_way_stops_when_its_run_is_cancelled()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        bool stopped = false;

        await line.WorkAsync(
            async (_, stop) =>
            {
                await line.Wishes.StopAsync("run", Cancel);
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopped = true;
                stop.ThrowIfCancellationRequested();
                return s_outcome;
            },
            async () => stopped && await line.IsEmptyAsync());

        Assert.False(await line.HasResultAsync(id));
    }

    [Fact]
    public async Task Work_longer_than_the_lease_keeps_its_message()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        WorkMessage? taken = null;

        await line.WorkAsync(
            async (_, stop) =>
            {
                await Task.Delay(WorkerStation.Options.Lease * 2, stop);
                taken = await line.Queue.ReceiveAsync(TimeSpan.FromSeconds(1), stop);
                return s_outcome;
            },
            () => line.HasResultAsync(id));

        Assert.Null(taken);
        Assert.True(await line.IsEmptyAsync());
    }

    [Fact]
    public async Task Worker_that_is_stopped_gives_its_message_back_at_once()
    {
        await using var line = await station.NewLineAsync();
        string id = await line.SubmitAsync();
        var begun = new TaskCompletionSource();

        await line.WorkAsync(
            async (_, stop) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, stop);
                return s_outcome;
            },
            () => Task.FromResult(begun.Task.IsCompleted));

        Assert.Equal(id, (await line.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!.Body);
        Assert.False(await line.HasResultAsync(id));
        Assert.Equal(["broken_off 1"], Ends(line));
    }

    // How deliveries ended, and how many.
    private static IEnumerable<string> Ends(WorkerLine line) =>
        Regex.Matches(line.Counted, "fusion_requests_total{end=\"(\\w+)\"} (\\d+)").Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");
}
