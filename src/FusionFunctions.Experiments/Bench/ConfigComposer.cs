using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Bench;

/// <summary>
/// Composes a configuration as Hydra does: the choices of the groups first, then the other overrides in their order.
/// Source: FusionBench's config/fabric_model_fusion.yaml.
/// </summary>
/// <param name="catalog">Has the built-in choices.</param>
/// <param name="folder">The user's folder of groups, or null.</param>
internal sealed class ConfigComposer(ExperimentCatalog catalog, string? folder)
{
    // Of the parts that exist only to drive the original's libraries, any choice means what happens here anyway.
    private static readonly string[] s_ignoredGroups = ["fabric", "hydra", "path"];

    private readonly ConfigGroups _groups = new(catalog, folder);

    /// <exception cref="ExperimentException">An override does not fit; the message is Hydra's, with the nearest valid names.</exception>
    public JsonObject Compose(IReadOnlyList<ConfigOverride> overrides)
    {
        var tree = new ConfigTree(new JsonObject
        {
            [BenchKeys.Seed] = null,
            [BenchKeys.FastDevRun] = false,
            [BenchKeys.DryRun] = false,
            [BenchKeys.PrintConfig] = true,
            [BenchKeys.PrintFunctionCall] = true,
            [BenchKeys.MergedModelPath] = null,
            [BenchKeys.MergedModelArguments] = null,
            [BenchKeys.ReportPath] = BenchKeys.DefaultReport,
            [ConfigGroups.Methods] = _groups.Find(ConfigGroups.Methods, "dummy"),
            [ConfigGroups.ModelPools] = null,
            [ConfigGroups.TaskPools] = _groups.Find(ConfigGroups.TaskPools, "dummy"),
        });
        foreach (var choice in overrides.Where(IsChoice))
            tree.Root[choice.Key] = _groups.Find(choice.Key, choice.Value);
        foreach (var one in overrides.Where(one => !IsChoice(one) && !s_ignoredGroups.Contains(one.Parts[0])))
            tree.Apply(one);
        return tree.Root;
    }

    private static bool IsChoice(ConfigOverride one) => ConfigGroups.All.Contains(one.Key) && one.Kind != OverrideKind.Delete;
}
