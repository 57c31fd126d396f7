using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Runs;

/// <param name="Name">The run's id; names its journal and its leaderboard's folder.</param>
public sealed record ExperimentRun(string Name, Experiment Experiment);
