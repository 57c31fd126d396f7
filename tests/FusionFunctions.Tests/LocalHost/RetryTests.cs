using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

public sealed class RetryTests
{
    private static HostedRun Failing(int failures, RetryOptions? retry, string error = "IOException")
    {
        int attempts = 0;
        return new HostedRun()
            .Main(context => context.CallActivityAsync<int>("flaky", 7, retry))
            .Activity("flaky", input => ++attempts > failures ? attempts : throw Error(error, attempts));
    }

    private static Exception Error(string type, int attempt) => type == "IOException"
        ? new IOException($"attempt {attempt}")
        : new InvalidDataException($"attempt {attempt}");

    [Fact]
    public async Task Activity_failing_twice_succeeds_at_the_third_attempt_after_growing_delays()
    {
        using var run = Failing(2, new(5, TimeSpan.FromSeconds(2), BackoffCoefficient: 3));

        Assert.Equal(3, await run.RunAsync<int>());
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6)], run.Time.Waits);
        Assert.Equal(2, run.CountOf("activityAttemptFailed"));
    }

    [Fact]
    public async Task Activity_failing_always_fails_the_run_with_its_last_error()
    {
        using var run = Failing(9, new(3, TimeSpan.FromSeconds(1)));

        var failure = await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>());

        Assert.Equal(("main", "IOException", "attempt 3"), (failure.Orchestrator, failure.ErrorType, failure.Message));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], run.Time.Waits);
    }

    [Theory]
    [InlineData("IOException", 3)]
    [InlineData("InvalidDataException", 1)]
    public async Task Permanent_errors_are_not_tried_again(string error, int attempts)
    {
        using var run = Failing(9, new(3, TimeSpan.FromSeconds(1), PermanentErrors: ["InvalidDataException"]), error);

        var failure = await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>());

        Assert.Equal($"attempt {attempts}", failure.Message);
    }

    [Fact]
    public async Task Activity_without_retries_is_tried_once()
    {
        using var run = Failing(1, retry: null);

        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>());

        Assert.Empty(run.Time.Waits);
    }

    [Fact]
    public async Task Orchestrator_can_catch_a_failure_and_go_on()
    {
        using var run = new HostedRun()
            .Main(async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("fail", 1);
                }
                catch (ActivityFailedException e)
                {
                    return $"{e.Name}: {e.ErrorType}: {e.Message}";
                }
            })
            .Activity("fail", (input, _) => throw new InvalidDataException("bad row"));

        Assert.Equal("fail: InvalidDataException: bad row", await run.RunAsync<string>());
    }

    [Fact]
    public async Task Run_stopped_between_attempts_goes_on_with_the_next_attempt_when_the_rest_of_the_delay_is_over()
    {
        using var run = Failing(1, new(2, TimeSpan.FromSeconds(60)));
        await run.RunAsync<int>();
        run.CutAfter("activityAttemptFailed");
        using var resumed = Failing(1, new(2, TimeSpan.FromSeconds(60)));
        resumed.WriteEvents(run.Events);
        resumed.Time = new JumpingTime(TimeSpan.FromSeconds(45));

        var failure = await Assert.ThrowsAsync<OrchestrationFailedException>(() => resumed.RunAsync<int>());

        Assert.Equal("attempt 1", failure.Message);
        Assert.Equal([TimeSpan.FromSeconds(15)], resumed.Time.Waits);
    }

    [Fact]
    public void DelayAfter_grows_up_to_its_maximum()
    {
        var retry = new RetryOptions(100, TimeSpan.FromSeconds(1), 2, MaxDelay: TimeSpan.FromSeconds(5));

        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(1, 5).Select(attempt => retry.DelayAfter(attempt).TotalSeconds));
        Assert.Equal(TimeSpan.FromDays(1), (retry with { MaxDelay = null }).DelayAfter(99));
    }
}
