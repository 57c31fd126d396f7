using System.Diagnostics;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Tests.LocalHost;

[Collection(TracedTests.Name)]
public sealed class TracingTests
{
    /// <summary>Two activities side by side, then a child with two in a row.</summary>
    private static HostedRun Program() => new HostedRun()
        .Main(async context =>
        {
            await Task.WhenAll(context.CallActivityAsync<int>("work", 1), context.CallActivityAsync<int>("work", 2));
            return await context.CallSubOrchestratorAsync<int>("child", 3);
        })
        .Orchestrator("child", async (context, input) => await context.CallActivityAsync<int>("work", input) + await context.CallActivityAsync<int>("work", 4))
        .Activity("work", input => input);

    [Fact]
    public async Task Run_is_one_trace_whose_spans_are_linked_by_parent()
    {
        using var spans = new CollectedSpans();
        using var run = Program();
        await run.RunAsync<int>();

        var main = Assert.Single(spans.Named("orchestration:main"));
        var child = Assert.Single(spans.Named("orchestration:child"));
        Assert.Single(spans.Ended.Select(span => span.TraceId).Distinct());
        Assert.Equal((default, main.SpanId), (main.ParentSpanId, child.ParentSpanId));
        Assert.Equal([main.SpanId, main.SpanId, child.SpanId, child.SpanId], spans.Named("activity:work").Select(span => span.ParentSpanId));
        Assert.All(spans.Ended, span => Assert.Equal(("run", "Completed"), (span.GetTagItem("fusion.run"), span.GetTagItem("durabletask.task.status"))));
        Assert.Contains($"\"trace\":\"{main.Id}\"", run.Events[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resumed_run_goes_on_in_its_trace_and_tells_of_nothing_twice()
    {
        using var whole = Program();
        await whole.RunAsync<int>();
        for (int n = 1; n < whole.Events.Length; n++)
        {
            using var spans = new CollectedSpans();
            using var run = Program();
            await run.RunUntilEventAsync(n);
            int killed = spans.Ended.Count;
            await run.RunAsync<int>();

            Assert.Single(spans.Ended.Select(span => span.TraceId).Distinct());
            Assert.Equal(run.Done.Count, spans.Named("activity:work").Count());
            var mains = spans.Named("orchestration:main").ToList();
            Assert.Equal(["Interrupted", "Completed"], mains.Select(span => span.GetTagItem("durabletask.task.status")));
            Assert.Equal(mains[0].SpanId, mains[1].ParentSpanId);
            Assert.All(spans.Ended.Skip(killed).Where(span => span != mains[1]), span => Assert.NotEqual(mains[0].SpanId, span.ParentSpanId));
        }
    }

    [Fact]
    public async Task Failing_activity_has_a_span_for_every_attempt_that_says_why()
    {
        using var spans = new CollectedSpans();
        using var run = new HostedRun()
            .Main(context => context.CallActivityAsync<int>("fail", 1, new RetryOptions(2, TimeSpan.FromSeconds(1))))
            .Activity("fail", _ => throw new IOException("disk full"));
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>());

        var attempts = spans.Named("activity:fail").ToList();
        Assert.Equal([1, 2], attempts.Select(span => span.GetTagItem("fusion.attempt")));
        Assert.All(spans.Ended, span => Assert.Equal((ActivityStatusCode.Error, "disk full"), (span.Status, span.StatusDescription)));
        Assert.All(spans.Ended, span => Assert.Equal("IOException", span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Run_that_another_trace_asked_for_is_linked_to_it()
    {
        using var spans = new CollectedSpans();
        using var source = new ActivitySource("FusionFunctions.Tests");
        using var run = Program();
        using (var caller = source.StartActivity("request")!)
        {
            await run.RunAsync<int>();

            var main = Assert.Single(spans.Named("orchestration:main"));
            Assert.NotEqual(caller.TraceId, main.TraceId);
            Assert.Equal(caller.SpanId, Assert.Single(main.Links).Context.SpanId);
        }
    }

    [Fact]
    public async Task Logs_of_host_activities_and_orchestrators_have_the_run_and_their_span()
    {
        using var spans = new CollectedSpans();
        using var log = new ScopedLog();
        var options = new LocalHostOptions { LoggerFactory = log };
        using var run = new HostedRun { Options = options }
            .Main(async context =>
            {
                context.CreateReplaySafeLogger("test").LogInformation("orchestrator");
                return await context.CallActivityAsync<int>("work", 1);
            })
            .Activity("work", input =>
            {
                log.CreateLogger("test").LogInformation("activity");
                return input;
            });
        await run.RunAsync<int>();

        var main = Assert.Single(spans.Named("orchestration:main"));
        var work = Assert.Single(spans.Named("activity:work"));
        Assert.Equal(
            [("main begins", "run", main.SpanId), ("orchestrator", "run", main.SpanId), ("activity", "run", work.SpanId), ("main is done", "run", main.SpanId)],
            log.Entries);
    }
}
