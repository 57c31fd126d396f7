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
    private const long MaxSeed = uint.MaxValue;

    public static BenchJob Read(JsonObject composed, string folder, ExperimentCatalog catalog)
    {
        foreach (var (key, _) in composed)
            if (!BenchKeys.All.Contains(key))
                throw new ExperimentException($"Nothing uses the key '{Shown.Short(key)}'; {Suggestion.For(key, BenchKeys.All, "the keys are")}");
        if (composed[ConfigGroups.ModelPools] is not JsonObject)
            throw new ExperimentException("You must specify 'modelpool', such as modelpool=Seq2SeqLMPool/flan-t5-base_glue; 'fusion catalog list' prints them.");
        var config = Interpolation.Resolve(composed);
        if (config[BenchKeys.Seed] is not null)
            ConfigValue.WholeNumber(config, BenchKeys.Seed, BenchKeys.Seed, 0, MaxSeed);
        Flag(config, BenchKeys.PrintFunctionCall);
        bool isDevRun = Flag(config, BenchKeys.FastDevRun);
        if (config[BenchKeys.MergedModelArguments] is { } arguments)
            throw new ExperimentException(
                $"'{BenchKeys.MergedModelArguments}' must be null, not {Shown.Short(arguments.ToJsonString())}: merged models are saved in Hugging Face's layout and nothing else.");
        var experiment = ExperimentOf(config, folder, catalog);
        if (isDevRun && experiment.TaskPool.Tasks.Count > 0)
            experiment = experiment.WithLimit(RowsOfDevRun);
        return new(config, experiment, ReportPath(config), Text(config, BenchKeys.MergedModelPath), Flag(config, BenchKeys.DryRun), Flag(config, BenchKeys.PrintConfig));
    }

    private static Experiment ExperimentOf(JsonObject config, string folder, ExperimentCatalog catalog)
    {
        var pool = PoolConfig.Read((JsonObject)config[ConfigGroups.ModelPools]!);
        var (method, parameters) = MethodConfig.Read(config[ConfigGroups.Methods] as JsonObject, catalog);
        if (config[ConfigGroups.TaskPools] is not JsonObject taskPool)
            throw new ExperimentException("You must specify 'taskpool', such as taskpool=flan-t5_glue_text_generation, or taskpool=dummy.");
        var tasks = TaskPoolConfig.Read(taskPool);
        // As there, what a task pool names comes before what belongs to the models.
        if (TaskPoolConfig.TokenizerOf(taskPool) is { } tokenizer)
            pool["tokenizer"] = tokenizer;
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

    private static string? ReportPath(JsonObject config) =>
        config[BenchKeys.ReportPath] is JsonValue value && value.GetValueKind() == JsonValueKind.False ? null : Text(config, BenchKeys.ReportPath);

    private static string? Text(JsonObject config, string key) => ConfigValue.Text(config, key, key, "a path or null");

    private static bool Flag(JsonObject config, string key) => ConfigValue.Flag(config, key, key);
}
