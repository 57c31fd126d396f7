using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A model pool's configuration as an experiment file would have it.</summary>
internal static class PoolConfig
{
    private static readonly string[] s_modelKeys = [GroupConfigs.Path, GroupConfigs.BasePath, GroupConfigs.AdapterPath];

    // For methods that learn while they merge, of which there are none here.
    private static readonly string[] s_datasets = ["train_datasets", "val_datasets", "test_datasets"];

    private static readonly string[] s_keys = ["models", "tokenizer", GroupConfigs.ModelArguments, GroupConfigs.BaseModel, .. s_datasets];

    public static JsonObject Read(JsonObject pool)
    {
        // Keys with _ before them tell Python what to create; here the kind of a model is what its files say.
        foreach (var (key, _) in pool)
            if (!s_keys.Contains(key) && !key.StartsWith('_'))
                throw ConfigValue.Unknown("the modelpool", key, s_keys);
        if (pool[GroupConfigs.ModelArguments] is { } arguments)
            throw new ExperimentException($"'modelpool.{GroupConfigs.ModelArguments}' must be null, not {Shown.Short(arguments.ToJsonString())}: "
                + "models are read as they are stored, and computed with in float32.");
        if (pool["models"] is not JsonObject models)
            throw new ExperimentException("The modelpool has no 'models'.");
        var read = new JsonObject { ["models"] = new JsonObject(models.Select(model => KeyValuePair.Create(model.Key, (JsonNode?)Model(model.Key, model.Value)))) };
        if (pool["tokenizer"] is { } tokenizer)
            read["tokenizer"] = tokenizer is JsonObject map ? Required("the tokenizer", map, GroupConfigs.Path) : tokenizer.DeepClone();
        return read;
    }

    private static JsonNode Model(string name, JsonNode? config)
    {
        if (config is JsonValue text)
            return text.DeepClone();
        if (config is not JsonObject map)
            throw new ExperimentException($"'modelpool.models.{Shown.Short(name)}' must be a path, or a mapping with {GroupConfigs.Path}.");
        foreach (var (key, _) in map)
            if (!s_modelKeys.Contains(key) && !key.StartsWith('_'))
                throw ConfigValue.Unknown($"'modelpool.models.{Shown.Short(name)}'", key, s_modelKeys);
        return map.ContainsKey(GroupConfigs.AdapterPath)
            ? new JsonObject
            {
                ["base"] = Required(name, map, GroupConfigs.BasePath),
                ["adapter"] = Required(name, map, GroupConfigs.AdapterPath),
            }
            : Required(name, map, GroupConfigs.Path);
    }

    private static JsonNode Required(string what, JsonObject map, string key) =>
        map[key]?.DeepClone() ?? throw new ExperimentException($"'{Shown.Short(what)}' of the modelpool has no '{key}'; add it.");
}
