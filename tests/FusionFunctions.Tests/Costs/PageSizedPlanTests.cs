using FusionFunctions.Costs;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Tests.Costs;

/// <summary>The experiment of docs/cost.md, added up by hand.</summary>
public sealed class PageSizedPlanTests
{
    private const long ModelBytes = 4L * 247_577_856;
    private const long GlueBytes = 37_551 + 1_214_936 + 75_678 + 872_062 + 3_729_274 + 69_020 + 72_819 + 150_622;
    private const int Models = 9 + 13;
    private const int ShardsOfModel = 2 + 24 + 2 + 15 + 61 + 1 + 2 + 3;

    [Fact]
    public async Task Run_counts_models_rows_requests_and_bytes()
    {
        var use = await Planned.OfAsync(Planned.PageSized, "t4");

        Assert.Equal(13, use.Merges);
        Assert.Equal(Models * 8, use.Evaluations);
        Assert.Equal(Models * 59_808, use.Rows);
        Assert.Equal(Models * ShardsOfModel + 3, use.Requests);
        Assert.Equal(9 * ModelBytes + GlueBytes, use.DownloadedBytes);
        Assert.Equal(13 * ModelBytes, use.MergedBytes);
        Assert.Equal(0, use.EgressBytes);
        Assert.Equal((9 * ModelBytes + GlueBytes + 13 * ModelBytes) / 1e9, use.GbMonths, 9);
        Assert.Equal(0, use.FailedRows);
    }

    [Fact]
    public async Task Run_calls_every_activity_as_often_as_the_pipeline_does()
    {
        var use = await Planned.OfAsync(Planned.PageSized, "a100");

        var others = use.Activities.Where(activity => activity.Key != StepNames.PollCompute).ToDictionary();
        Assert.Equal(
            new Dictionary<string, long>
            {
                [StepNames.PinRevision] = 9 + 1,
                [StepNames.FetchCheckpoint] = 9,
                [StepNames.FetchTokenizer] = 1,
                [StepNames.FetchDataset] = 8,
                [StepNames.PlanMerge] = 3,
                [StepNames.SubmitCompute] = use.Requests,
                [StepNames.ScoreTask] = use.Evaluations,
                [StepNames.WriteLeaderboard] = 1,
            },
            others);
        Assert.Equal(use.Polls, use.Activities[StepNames.PollCompute]);
        Assert.Equal((1, Models, Models * 8), (
            use.Orchestrations[StepNames.RunExperiment].Instances, use.Orchestrations[StepNames.EvaluateModel].Instances,
            use.Orchestrations[StepNames.EvaluateTask].Instances));
    }

    [Fact]
    public async Task Run_on_one_replica_takes_what_its_work_takes()
    {
        var use = await Planned.OfAsync(Planned.PageSized, "cpu", replicas: 1);

        // Every method reads the pool of nine twice at most, and thirteen models are written; the replica loads each model once.
        double answering = Models * 59_808 / 13.4, merging = (3 * 2 * 9 + 13) * ModelBytes / 200e6, loading = Models * ModelBytes / 200e6;
        Assert.Equal(answering + merging + loading, use.BusySeconds, 2);
        // It idles until a first merge is noticed, at the longest pause between two looks and half as long again as it took; so does the run at its end.
        Assert.InRange(use.ReplicaSeconds, 180 + use.BusySeconds + 300, 180 + use.BusySeconds + 300 + 2 * 120);
        Assert.InRange(use.Elapsed.TotalSeconds, 180 + use.BusySeconds, 180 + use.BusySeconds + 4 * 120);
    }

    [Fact]
    public async Task Bill_is_quantities_times_prices()
    {
        var device = Planned.Device("t4");
        var use = await Planned.OfAsync(Planned.PageSized, "t4");

        var lines = Bill.Of(use, device, FusionFunctions.Costs.Prices.PriceTable.Default.Prices).Lines.ToDictionary(line => line.Name);

        Assert.Equal(use.ReplicaSeconds * 0.000072, lines["gpu"].Amount, 9);
        Assert.Equal(use.ReplicaSeconds * 8 * 0.000024, lines["vcpu"].Amount, 9);
        Assert.Equal(use.ReplicaSeconds * 56 * 0.000003, lines["memory"].Amount, 9);
        Assert.Equal(use.GbMonths * 0.018, lines["blob_storage"].Amount, 9);
        Assert.Equal(use.StoreCalls.Writes / 1e4 * 0.05, lines["blob_writes"].Amount, 9);
        Assert.Equal(use.FunctionExecutions / 1e6 * 0.4, lines["function_executions"].Amount, 9);
        Assert.Equal(0, lines["egress"].Amount);
    }

    [Fact]
    public async Task Bill_of_the_processor_has_no_gpu()
    {
        var bill = Bill.Of(await Planned.OfAsync(Planned.PageSized, "cpu"), Planned.Device("cpu") with { GpuSecond = 1 }, FusionFunctions.Costs.Prices.PriceTable.Default.Prices);

        Assert.Equal(0, bill.Lines.Single(line => line.Name == "gpu").Amount);
    }
}
