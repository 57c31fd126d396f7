using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Run;

/// <summary>Reads the user's experiment file with everything that this build knows.</summary>
internal static class ExperimentFile
{
    /// <exception cref="ExperimentException">The file is missing, or not an experiment.</exception>
    public static Experiment Read(string path, IReadOnlyList<string> overrides, int? limit)
    {
        var experiment = ExperimentReader.ReadFile(path, BuiltInCatalog.Instance, overrides);
        return limit is { } rows ? experiment.WithLimit(rows) : experiment;
    }
}
