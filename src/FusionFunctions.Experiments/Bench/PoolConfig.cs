using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A model pool's configuration as an experiment file would have it.</summary>
internal static class PoolConfig
{
    private static readonly string[] s_modelKeys = [GroupConfigs.Path, GroupConfigs.BasePath, GroupConfigs.AdapterPath];

    // They tell Python what to create; here the kind of a model is what its files say.
    private static readonly string[] s_ignored = ["_target_", "_recursive_", "_version_", GroupConfigs.ModelArguments, GroupConfigs.BaseModel];

    public static JsonObject Read(JsonObject pool)
    {
        foreach (var (key, _) in pool)
            if (key is not ("models" or "tokenizer") && !s_ignored.Contains(key))
                throw Unknown("the modelpool", key, ["models", "tokenizer", .. s_ignored]);
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
                throw Unknown($"'modelpool.models.{Shown.Short(name)}'", key, s_modelKeys);
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

    private static ExperimentException Unknown(string what, string key, IReadOnlyList<string> valid) =>
        new($"Nothing uses the key '{Shown.Short(key)}' of {what}; {Suggestion.For(key, valid, "its keys are")}");
}
