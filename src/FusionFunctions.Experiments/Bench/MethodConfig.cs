using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>The part <c>method</c> of a configuration: its method by our name, or as FusionBench's files name it.</summary>
internal static class MethodConfig
{
    private const string Target = "_target_";
    private const string BaseMethod = "base_method";

    /// <summary>What FusionBench's file says.</summary>
    public static JsonObject Of(BenchMethod method, ExperimentCatalog catalog)
    {
        var config = new JsonObject { [Target] = method.Target };
        foreach (var parameter in Parameters(method.Method, catalog).Where(parameter => method.Keys?.Contains(parameter.Name) != false))
            config[parameter.Name] = (method.Values.GetValueOrDefault(parameter.Name) ?? parameter.Default).DeepClone();
        foreach (var (key, value) in method.WithoutEffect)
            config[key] = value?.DeepClone();
        if (method.BaseMethod is { } calibrated)
            config[BaseMethod] = Of(calibrated, catalog);
        return config;
    }

    /// <exception cref="ExperimentException">No method is named, or a key has a value that this one cannot have.</exception>
    public static (string Name, JsonObject Parameters) Read(JsonObject? config, ExperimentCatalog catalog)
    {
        if (config is null)
            throw Unnamed("");
        if (config[GroupConfigs.Name] is { } name)
            return (Text(name), Own(config, Text(name), null, catalog));
        var method = BenchMethods.OfTarget(config[Target]) ?? throw Unnamed(
            config[Target] is { } target ? $" Its '{Target}', {Shown.Short(target.ToJsonString())}, is none that is known here." : $" It has neither '{GroupConfigs.Name}' nor '{Target}'.");
        var parameters = Own(config, method.Method, method, catalog);
        if (parameters[BaseMethod] is JsonObject inner)
        {
            parameters.Remove(BaseMethod);
            (string calibrated, var own) = Read(inner, catalog);
            parameters[BaseMethod] = calibrated;
            foreach (var (key, value) in own)
                parameters[NameOf(key, calibrated, method.Method, catalog)] = value?.DeepClone();
        }
        return (method.Method, parameters);
    }

    private static JsonObject Own(JsonObject config, string method, BenchMethod? known, ExperimentCatalog catalog)
    {
        var parameters = new JsonObject();
        foreach (var (key, value) in config)
        {
            bool isWithoutEffect = known?.WithoutEffect.ContainsKey(key) == true;
            if (isWithoutEffect && known!.WithoutEffect[key] is { } only && !JsonNode.DeepEquals(only, value))
                throw new ExperimentException($"'method.{key}' can only be {only.ToJsonString()} here.");
            if (!isWithoutEffect && key is not (GroupConfigs.Name or Target) && !IsDefault(value, key, method, catalog))
                parameters[key] = value?.DeepClone();
        }
        return parameters;
    }

    // What means something else in another merge that the method calibrates has the merge's name before it.
    private static string NameOf(string key, string calibrated, string method, ExperimentCatalog catalog) =>
        Parameters(method, catalog).FirstOrDefault(parameter => parameter.Name == $"{calibrated}_{key}")?.Name ?? key;

    // FusionBench's files write null for no keys.
    private static bool IsDefault(JsonNode? value, string key, string method, ExperimentCatalog catalog) =>
        value is null && Parameters(method, catalog).Any(parameter => parameter.Name == key && parameter.Type == ParameterType.TextList);

    private static IReadOnlyList<ParameterDescription> Parameters(string method, ExperimentCatalog catalog) => catalog.FindMethod(method)?.Parameters ?? [];

    private static string Text(JsonNode name) => name is JsonValue value && value.TryGetValue(out string? text)
        ? text
        : throw new ExperimentException($"'method.name' must be a name, not {Shown.Short(name.ToJsonString())}.");

    private static ExperimentException Unnamed(string why) => new($"You must specify 'method', such as method=task_arithmetic, or name: task_arithmetic in a file.{why}");
}
