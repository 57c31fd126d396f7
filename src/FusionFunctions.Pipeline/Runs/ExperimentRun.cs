using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Digests;

namespace FusionFunctions.Pipeline.Runs;

/// <param name="Name">The run's id; names its journal and its leaderboard's folder.</param>
public sealed record ExperimentRun(string Name, Experiment Experiment)
{
    /// <summary>Named by the experiment's content: equal experiments are one run.</summary>
    public static ExperimentRun Of(Experiment experiment) => new(ExperimentDigest.RunName(experiment), experiment);
}
