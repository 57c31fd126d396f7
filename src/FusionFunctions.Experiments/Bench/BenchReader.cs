using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Bench;

/// <summary>Makes an experiment of a composed configuration, by the same rules as for an experiment file.</summary>
internal static class BenchReader
{
    private const string ExperimentName = "bench";
    public const string DummyMethod = "dummy";
    private const int RowsOfDevRun = 4;

    public static BenchJob Read(JsonObject composed, string folder, ExperimentCatalog catalog)
    {
        foreach (var (key, _) in composed)
            if (!BenchKeys.All.Contains(key))
                throw new ExperimentException($"Nothing uses the key '{Shown.Short(key)}'; {Suggestion.For(key, BenchKeys.All, "the keys are")}");
        if (composed[ConfigGroups.ModelPools] is not JsonObject)
            throw new ExperimentException("You must specify 'modelpool', such as modelpool=Seq2SeqLMPool/flan-t5-base_glue; 'fusion catalog list' prints them.");
        var config = Interpolation.Resolve(composed);
        var experiment = ExperimentOf(config, folder, catalog);
        if (Flag(config, BenchKeys.FastDevRun) && experiment.TaskPool.Tasks.Count > 0)
            experiment = experiment.WithLimit(RowsOfDevRun);
        return new(config, experiment, ReportPath(config), Text(config, BenchKeys.MergedModelPath), Flag(config, BenchKeys.DryRun), Flag(config, BenchKeys.PrintConfig));
    }

    private static Experiment ExperimentOf(JsonObject config, string folder, ExperimentCatalog catalog)
    {
        var pool = PoolConfig.Read((JsonObject)config[ConfigGroups.ModelPools]!);
        var (method, parameters) = MethodConfig.Read(config[ConfigGroups.Methods] as JsonObject, catalog);
        var tasks = Tasks(config);
        var text = new JsonObject { ["name"] = ExperimentName, ["modelpool"] = pool, ["taskpool"] = tasks };
        // Nothing has to be made of a model that is there.
        if (method == DummyMethod && tasks is JsonObject && ((JsonObject)pool["models"]!).ContainsKey(ModelPool.PretrainedName))
            text["baselines"] = new JsonArray("pretrained");
        else
            text["methods"] = new JsonArray(new JsonObject { [method] = parameters });
        try
        {
            var experiment = ExperimentReader.Read(text.ToJsonString(), ExperimentName, folder, catalog);
            return experiment.Methods.Sum(one => one.VariantCount) <= 1
                ? Named(experiment, catalog)
                : throw new ExperimentException($"{ExperimentName}: 'method' has a list where one value belongs; sweep with -m and commas, such as -m method.scaling_factor=0.1,0.2");
        }
        catch (ExperimentException e)
        {
            // The place is one in a text that the user has not written.
            throw new ExperimentException(e.Message[(e.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..], e);
        }
    }

    // Written out, a pool of the catalog is still that pool: its results are compared with the published ones.
    private static Experiment Named(Experiment experiment, ExperimentCatalog catalog) =>
        catalog.ModelPools.FirstOrDefault(pool => pool.Models.SequenceEqual(experiment.ModelPool.Models.Select(AtMain)) && pool.Tokenizer == AtMain(experiment.ModelPool.Tokenizer)) is { } known
            ? experiment with { ModelPool = known }
            : experiment;

    private static PoolModel AtMain(PoolModel model) => model with { Checkpoint = AtMain(model.Checkpoint)!, Adapter = AtMain(model.Adapter) };

    private static CheckpointReference? AtMain(CheckpointReference? reference) =>
        reference is { Kind: CheckpointKind.Hub, Revision: null } ? reference with { Revision = KnownModelPools.Revision } : reference;

    private static JsonNode Tasks(JsonObject config)
    {
        if (config[ConfigGroups.TaskPools] is not JsonObject pool)
            throw new ExperimentException("You must specify 'taskpool', such as taskpool=flan-t5_glue_text_generation, or taskpool=dummy.");
        if (pool["tasks"] is not JsonArray tasks)
            return JsonValue.Create(Name(pool, "taskpool.name")) ?? throw new ExperimentException("The taskpool has neither 'name' nor 'tasks'.");
        return new JsonObject { ["tasks"] = tasks.DeepClone(), ["max_length"] = pool["max_length"]?.DeepClone() };
    }

    private static string? ReportPath(JsonObject config) =>
        config[BenchKeys.ReportPath] is JsonValue value && value.GetValueKind() == JsonValueKind.False ? null : Text(config, BenchKeys.ReportPath);

    private static string? Text(JsonObject config, string key) => config[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) && text.Length > 0 => text,
        var other => throw new ExperimentException($"'{key}' must be a path or null, not {Shown.Short(other.ToJsonString())}."),
    };

    private static string? Name(JsonObject config, string place) => config[GroupConfigs.Name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => throw new ExperimentException($"'{place}' must be a name, not {Shown.Short(other.ToJsonString())}."),
    };

    private static bool Flag(JsonObject config, string key) => config[key]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or null => false,
        _ => throw new ExperimentException($"'{key}' must be true or false, not {Shown.Short(config[key]!.ToJsonString())}."),
    };
}
