using FusionFunctions.Costs.Prices;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Tests.Costs;

public sealed class RehearsalTests
{
    private const string OneShard = """
        modelpool: Seq2SeqLMPool/flan-t5-base_glue
        baselines: [pretrained]
        taskpool: [rte]
        """;

    [Fact]
    public async Task Polls_follow_the_waits_of_the_monitor()
    {
        var use = await Planned.OfAsync(OneShard, "cpu");

        // Cold start 180 s, loading 4.95 s, 277 rows 20.67 s: done after 205.6 s. Waits of 2, 3, 4.5, … s end after 2, 5, 9.5, 16.25,
        // 26.375, 41.5625, 64.34, 98.52, 149.77 and 226.66 s.
        Assert.Equal(1, use.Requests);
        Assert.Equal(10, use.Polls);
        Assert.Equal(226.66, use.Elapsed.TotalSeconds, 2);
        Assert.Equal(1, use.Replicas);
    }

    [Fact]
    public async Task History_has_an_event_for_every_question_and_every_answer()
    {
        var largest = (await Planned.OfAsync(OneShard, "cpu")).Orchestrations[StepNames.EvaluateTask].Largest;

        // One submission, ten timers and polls, one score; the two ends; and two events for each of 23 episodes.
        Assert.Equal(2 * (1 + 10 + 10 + 1) + 2 + 2 * 23, largest.Events);
        Assert.Equal(23, largest.Episodes);
    }

    [Fact]
    public async Task Replicas_are_no_more_than_requests() => Assert.Equal(1, (await Planned.OfAsync(OneShard, "t4", replicas: 100)).Replicas);

    [Fact]
    public async Task Requests_that_wait_a_day_fail_as_in_a_run()
    {
        var slow = Planned.Device("cpu") with { PromptsPerSecond = 0.5 };

        var use = await Planned.OfAsync("""
            modelpool: Seq2SeqLMPool/flan-t5-base_glue
            baselines: [pretrained, individual]
            taskpool: [mnli]
            """, slow, PriceTable.Default, replicas: 1);

        // 9 models of 9,815 rows at half a row a second are 49 hours; 24 of them do 4.4 models.
        Assert.Equal(9 * 24, use.Requests);
        Assert.Equal(5, use.FailedRows);
    }

    [Fact]
    public async Task Limit_of_a_task_leaves_the_first_shards()
    {
        var use = await Planned.OfAsync(OneShard.Replace("[rte]", "[{ name: qqp, limit: 700 }]", StringComparison.Ordinal), "t4");

        Assert.Equal((700, 2), (use.Rows, use.Requests));
    }

    [Fact]
    public async Task Adapters_are_downloaded_beside_one_base()
    {
        var use = await Planned.OfAsync("""
            modelpool: Seq2SeqLMPool/flan-t5-base_glue_lora16
            methods: [simple_average]
            taskpool: dummy
            dtype: bfloat16
            """, "cpu");

        Assert.Equal(4L * 247_577_856 + 8 * 4L * 1_769_472, use.DownloadedBytes);
        Assert.Equal(2L * 247_577_856, use.MergedBytes);
        Assert.Equal((1, 0), (use.Requests, use.Rows));
    }
}
