using FusionFunctions.Costs.Prices;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>
/// A run without work: the pipeline's own orchestrators run in virtual time, against workers of a given speed. Nothing is read, written
/// or sent.
/// </summary>
internal static class Rehearsal
{
    public static RehearsedRun Of(
        ExperimentRun run, ExperimentSizes sizes, DeviceProfile device, Deployment deployment, int replicas, CancellationToken cancellationToken)
    {
        var (clock, tally, worked) = (new VirtualClock(), new RunTally(), new WorkerTally());
        var workers = new RehearsedWorkers(
            new RequestWork(sizes, device, deployment), clock, replicas, TimeSpan.FromSeconds(deployment.ColdStartSeconds), worked);
        var history = new InstanceHistory(PayloadSize.Of(run));
        var context = new RehearsedContext(new RehearsedSteps(sizes, workers), clock, tally, history, run.Name);
        var running = new RunExperiment().RunAsync(context, run);
        clock.Run(cancellationToken);
        var result = running.GetAwaiter().GetResult();
        tally.Ended(nameof(RunExperiment), history.End(PayloadSize.Of(result)));
        return new(tally, worked, clock.Now - VirtualClock.Start, result);
    }
}

/// <param name="Elapsed">From the start to the leaderboard.</param>
/// <param name="Result">What the run would report: failures are those of its own deadline.</param>
internal sealed record RehearsedRun(RunTally Tally, WorkerTally Workers, TimeSpan Elapsed, RunResult Result);
