using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A task pool's configuration as an experiment file would have it. Source: FusionBench's config/taskpool.</summary>
internal static class TaskPoolConfig
{
    /// <summary>What FusionBench's file names; the pools of every size have the same.</summary>
    public const string DefaultTokenizer = "google/flan-t5-base";

    public const string Type = "type", Class = "FlanT5GLUETextGenerationTaskPool";
    public const string Tasks = "tasks", Dataset = "dataset", Split = "split", Tokenizer = "tokenizer", MaxLength = "max_length";
    public const string BatchSize = "batch_size", Workers = "num_workers", CacheFolder = "cache_dir", FastDevRun = BenchKeys.FastDevRun;

    private const string Dummy = "dummy", DummyClass = "DummyTaskPool", Target = "_target_", ModelPath = "model_save_path";
    private static readonly string[] s_keys = [GroupConfigs.Name, Type, Tasks, Tokenizer, MaxLength, CacheFolder, BatchSize, Workers, FastDevRun];

    /// <exception cref="ExperimentException">A key or a value means nothing here.</exception>
    public static JsonNode Read(JsonObject pool)
    {
        if (ConfigValue.Text(pool, Target, Place(Target), $"a class, {DummyClass}") is { } target)
            return ReadDummy(pool, target);
        ConfigValue.AllowKeys(pool, "the taskpool", s_keys);
        if (ConfigValue.Text(pool, Type, Place(Type), Class) is { } type && type != Class)
            throw ConfigValue.Wrong(Place(Type), Class, pool[Type]);
        // Batches, processes and caches are ours and change no score; a value of another type is a mistake all the same.
        ConfigValue.WholeNumber(pool, BatchSize, Place(BatchSize), 1, int.MaxValue);
        ConfigValue.WholeNumber(pool, Workers, Place(Workers), 0, int.MaxValue);
        ConfigValue.Text(pool, CacheFolder, Place(CacheFolder), "a path or null");
        ConfigValue.Flag(pool, FastDevRun, Place(FastDevRun));
        return pool[Tasks] is { } tasks
            ? new JsonObject { [Tasks] = tasks is JsonArray list ? TaskConfig.Read(list) : tasks.DeepClone(), [MaxLength] = pool[MaxLength]?.DeepClone() }
            : JsonValue.Create(NameOf(pool));
    }

    /// <returns>The tokenizer that the pool names in place of the models' own; null for none.</returns>
    public static string? TokenizerOf(JsonObject pool) =>
        ConfigValue.Text(pool, Tokenizer, Place(Tokenizer), "a folder or a repository") is { } name && name != DefaultTokenizer ? name : null;

    private static string NameOf(JsonObject pool)
    {
        if (pool[MaxLength] is not null)
            throw new ExperimentException($"The taskpool has '{MaxLength}' and no '{Tasks}'; list them, such as {Tasks}: [cola, sst2].");
        return ConfigValue.Text(pool, GroupConfigs.Name, Place(GroupConfigs.Name), "a name") ?? throw new ExperimentException($"The taskpool has neither '{GroupConfigs.Name}' nor '{Tasks}'.");
    }

    private static JsonValue ReadDummy(JsonObject pool, string target)
    {
        if (BenchMethod.ClassOf(target) != DummyClass)
            throw ConfigValue.Wrong(Place(Target), $"fusion_bench.taskpool.{DummyClass}, or left out", pool[Target]);
        ConfigValue.AllowKeys(pool, "the taskpool", [Target, ModelPath]);
        return pool[ModelPath] is null
            ? JsonValue.Create(Dummy)
            : throw new ExperimentException($"'{Place(ModelPath)}' must be null; {BenchKeys.MergedModelPath} receives the merged model.");
    }

    private static string Place(string key) => $"{ConfigGroups.TaskPools}.{key}";
}
