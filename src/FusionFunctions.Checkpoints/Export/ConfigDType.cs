using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>The type of the weights in a config, and in the configs of a model's parts that it holds, such as <c>text_config</c>.</summary>
internal static class ConfigDType
{
    private static readonly string[] s_keys = ["torch_dtype", "dtype"];
    private static readonly string[] s_names = [.. Enum.GetValues<TensorDType>().Where(dtype => dtype.IsFloat()).Select(dtype => dtype.TorchName())];

    /// <summary>The config as it is, byte for byte, where it already tells the type of the weights; else with that type.</summary>
    /// <exception cref="CheckpointException">Not a JSON object.</exception>
    public static byte[] Set(byte[] config, string fileName, IReadOnlyList<TensorInfo> tensors)
    {
        var parsed = CheckpointConfig.Parse(config, fileName);
        TensorDType[] dtypes = [.. tensors.Select(tensor => tensor.DType).Where(dtype => dtype.IsFloat()).Distinct()];
        // A mixture has no one name; what the base says stays.
        if (dtypes is not [var dtype])
            return config;
        string name = dtype.TorchName();
        bool isChanged = !s_keys.Any(parsed.Json.ContainsKey);
        if (isChanged)
            parsed.Json[s_keys[0]] = name;
        foreach (string key in s_keys.Where(parsed.Json.ContainsKey))
            isChanged |= Set(parsed.Json, key, name);
        foreach (var part in parsed.Json.Select(entry => entry.Value).OfType<JsonObject>())
            isChanged |= SetPart(part, name);
        return isChanged ? JsonSerializer.SerializeToUtf8Bytes(parsed.Json, ExportJson.Options) : config;
    }

    // A part that tells none has the whole model's; what is no type of weights, such as "auto", is not about them.
    private static bool SetPart(JsonObject part, string name)
    {
        bool isChanged = false;
        foreach (string key in s_keys)
            if (part[key] is JsonValue value && value.TryGetValue(out string? told) && s_names.Contains(told))
                isChanged |= Set(part, key, name);
        foreach (var inner in part.Select(entry => entry.Value).OfType<JsonObject>())
            isChanged |= SetPart(inner, name);
        return isChanged;
    }

    private static bool Set(JsonObject json, string key, string name)
    {
        if (json[key] is JsonValue value && value.TryGetValue(out string? told) && told == name)
            return false;
        json[key] = name;
        return true;
    }
}
