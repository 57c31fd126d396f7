using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Bench;

/// <summary>What FusionBench's configuration files say, for the pools, methods and task pools of the catalog.</summary>
internal static class GroupConfigs
{
    public const string Path = "pretrained_model_name_or_path";
    public const string BasePath = "base_model_path";
    public const string AdapterPath = "peft_model_path";
    public const string Name = "name";
    public const string BaseModel = "base_model";
    public const string ModelArguments = "model_kwargs";
    private const string Target = "_target_";
    private const string PoolClass = "fusion_bench.modelpool.Seq2SeqLMPool";
    private const string TokenizerClass = "transformers.AutoTokenizer.from_pretrained";

    /// <summary>The choice that <see cref="Template"/> is.</summary>
    public const string TemplateChoice = "Seq2SeqLMPool/_template";

    /// <summary>Where a configuration names what another part of it says.</summary>
    private const string BaseModelReference = "${modelpool.base_model}";

    /// <summary>What the files of generating models begin with.</summary>
    public static JsonObject Template => new()
    {
        [Target] = PoolClass,
        ["_recursive_"] = false,
        ["_version_"] = "0.2",
        ["models"] = "???",
        ["tokenizer"] = Pretrained(TokenizerClass, TaskPoolConfig.DefaultTokenizer),
        [ModelArguments] = null,
    };

    public static JsonObject Of(ModelPool pool)
    {
        bool hasAdapters = pool.Models.Any(model => model.Adapter is not null);
        var config = new JsonObject { [Target] = PoolClass, ["_recursive_"] = false, ["_version_"] = "0.2" };
        if (hasAdapters)
            config[BaseModel] = pool.Models[0].Checkpoint.Location;
        config["models"] = new JsonObject(pool.Models.Select(model => KeyValuePair.Create(model.Name, (JsonNode?)Of(model, hasAdapters))));
        if (pool.Tokenizer is { } tokenizer)
            config["tokenizer"] = Pretrained(TokenizerClass, hasAdapters ? BaseModelReference : tokenizer.Location);
        config[ModelArguments] = null;
        return config;
    }

    public static JsonObject Of(MethodDescription method) => new(
        [KeyValuePair.Create(Name, (JsonNode?)method.Name), .. method.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Default.DeepClone()))]);

    public static JsonObject Of(TaskPool pool) => pool.Tasks.Count == 0
        ? new() { [Name] = pool.Name }
        : new()
        {
            [Name] = pool.Name,
            [TaskPoolConfig.Type] = TaskPoolConfig.Class,
            [TaskPoolConfig.Tasks] = new JsonArray([.. pool.Tasks.Select(TaskConfig.Of)]),
            [TaskPoolConfig.Tokenizer] = TaskPoolConfig.DefaultTokenizer,
            [TaskPoolConfig.MaxLength] = pool.MaxLength,
            [TaskPoolConfig.CacheFolder] = "outputs/cache",
            [TaskPoolConfig.BatchSize] = 32,
            [TaskPoolConfig.Workers] = 4,
            [TaskPoolConfig.FastDevRun] = $"${{{BenchKeys.FastDevRun}}}",
        };

    private static JsonObject Of(PoolModel model, bool hasAdapters) => model.Adapter is { } adapter
        ? new()
        {
            [Target] = "fusion_bench.modelpool.seq2seq_lm.modelpool.load_lora_model",
            [BasePath] = BaseModelReference,
            [AdapterPath] = adapter.Location,
        }
        : Pretrained("transformers.AutoModelForSeq2SeqLM.from_pretrained", hasAdapters ? BaseModelReference : model.Checkpoint.Location);

    private static JsonObject Pretrained(string target, string location) => new() { [Target] = target, [Path] = location };
}
