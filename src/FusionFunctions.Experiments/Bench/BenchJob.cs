using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Bench;

/// <summary>One run of <c>fusion bench</c>.</summary>
/// <param name="Config">Composed, its references resolved.</param>
/// <param name="Experiment">What it asks for: one model, and perhaps tasks.</param>
/// <param name="ReportPath">Where the report goes; <c>{log_dir}</c> in it stands for the job's folder; null for nowhere.</param>
/// <param name="MergedModelPath">The folder that receives the merged model, or null.</param>
/// <param name="IsDryRun">Whether to print the configuration and stop.</param>
/// <param name="PrintsConfig">Whether to print it before the work.</param>
public sealed record BenchJob(
    JsonObject Config, Experiment Experiment, string? ReportPath, string? MergedModelPath, bool IsDryRun, bool PrintsConfig)
{
    /// <summary>What <c>{log_dir}</c> is written as in <see cref="ReportPath"/>.</summary>
    public const string LogFolder = BenchKeys.LogFolder;

    /// <summary>Whether a model has to be made or evaluated; else only its size is asked for.</summary>
    public bool HasWork => MergedModelPath is not null || Experiment.TaskPool.Tasks.Count > 0 || Experiment.Methods.Any(method => method.Name != BenchReader.DummyMethod);

    /// <summary>The configuration as YAML.</summary>
    public string ConfigText => ConfigYaml.Write(Config);

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">Overrides in Hydra's grammar.</param>
    /// <param name="isMultirun">Whether values with commas stand for several jobs.</param>
    /// <param name="configFolder">The user's folder of groups, or null.</param>
    /// <param name="workFolder">Where relative paths start.</param>
    /// <param name="catalog">The names that may be used.</param>
    /// <exception cref="ExperimentException">An override does not fit, or the job cannot be run as composed.</exception>
    public static IReadOnlyList<BenchJob> Read(
        IReadOnlyList<string> arguments, bool isMultirun, string? configFolder, string workFolder, ExperimentCatalog catalog)
    {
        ConfigOverride[] overrides = [.. arguments.Select(ConfigOverride.Parse)];
        var composer = new ConfigComposer(catalog, configFolder);
        return [.. (isMultirun ? Multirun.Jobs(overrides) : [overrides]).Select(job => BenchReader.Read(composer.Compose(job), workFolder, catalog))];
    }
}
