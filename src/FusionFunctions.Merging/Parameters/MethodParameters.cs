using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Digests;

namespace FusionFunctions.Merging.Parameters;

/// <summary>A value for every parameter of one method, checked against its description.</summary>
public sealed class MethodParameters
{
    private readonly SortedDictionary<string, JsonNode> _values;

    private readonly MethodDescription _method;

    private MethodParameters(MethodDescription method, SortedDictionary<string, JsonNode> values) => (_method, _values) = (method, values);

    /// <summary>Fills in the defaults.</summary>
    /// <exception cref="MergeException">A name is unknown, or a value has the wrong type or is out of range.</exception>
    public static MethodParameters Resolve(MethodDescription method, IReadOnlyDictionary<string, JsonNode>? given = null)
    {
        given ??= new Dictionary<string, JsonNode>();
        foreach (string name in given.Keys)
            if (method.Parameters.Concat(TensorFilter.Parameters).All(parameter => parameter.Name != name))
                throw new MergeException(
                    $"{method.Name} has no parameter '{name}'; it takes {(method.Parameters.Count == 0 ? "none" : string.Join(", ", method.Parameters.Select(parameter => parameter.Name)))}.");
        var values = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var parameter in method.Parameters)
            values[parameter.Name] = ParameterCheck.Require(method.Name, parameter, given.GetValueOrDefault(parameter.Name, parameter.Default));
        foreach (var filter in TensorFilter.Parameters)
            if (given.TryGetValue(filter.Name, out var patterns) && ParameterCheck.Require(method.Name, filter, patterns).AsArray() is { Count: > 0 } some)
                values[filter.Name] = some;
        return new(method, values);
    }

    /// <summary>Whether a value changes from tensor to tensor, see <see cref="TensorSetting"/>.</summary>
    public bool DependOnTensor => _values.Values.Any(value => Settings(value).Any());

    /// <summary>The rules of parameters that depend on the tensor.</summary>
    public IEnumerable<(string Parameter, TensorRule Rule)> TensorRules =>
        _values.SelectMany(value => Settings(value.Value).SelectMany(TensorSetting.Rules).Select(rule => (value.Key, rule)));

    /// <summary>Patterns of tensors' names; none where nothing was asked for.</summary>
    public IReadOnlyList<string> Filter(string name) => _values.ContainsKey(name) ? TextList(name) : [];

    /// <summary>The values for one tensor, none of which depends on it any more.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="depth">Where its layer is, from 0 to 1.</param>
    /// <exception cref="MergeException">The rules of a parameter that must cover every tensor do not cover it.</exception>
    public MethodParameters For(string tensor, double depth)
    {
        var values = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var parameter in _method.Parameters)
            values[parameter.Name] = ParameterCheck.Require(_method.Name, parameter, _values[parameter.Name] switch
            {
                JsonArray list when list.Any(TensorSetting.Is) =>
                    new JsonArray([.. list.Select((item, model) => For(item!, parameter, parameter.Default.AsArray()[0]!, $" of model {model + 1}"))]),
                var value => For(value, parameter, parameter.Default, ""),
            });
        return new(_method, values);

        JsonNode For(JsonNode value, ParameterDescription parameter, JsonNode otherwise, string ofModel) =>
            !TensorSetting.Is(value) ? value.DeepClone()
            : TensorSetting.For(value, tensor, depth) is { } own ? own.DeepClone()
            : !parameter.CoversEveryTensor ? otherwise.DeepClone()
            : throw new MergeException($"{_method.Name}: no filter of '{parameter.Name}'{ofModel} fits tensor '{tensor}'; add a value without a filter for the rest{OfModule(value)}.");

        string OfModule(JsonNode value) => TensorSetting.Rules(value).Any(rule => rule.Module is not null) ? $", or of the module '{SeqToSeqModule.Of(tensor)}'" : "";
    }

    // A parameter's, or those of some models.
    private static IEnumerable<JsonNode> Settings(JsonNode value) =>
        TensorSetting.Is(value) ? [value] : value is JsonArray list ? list.Where(TensorSetting.Is).Select(item => item!) : [];

    public double Number(string name) => _values[name].GetValue<double>();

    public bool Boolean(string name) => _values[name].GetValue<bool>();

    public string Text(string name) => _values[name].GetValue<string>();

    public IReadOnlyList<string> TextList(string name) => [.. _values[name].AsArray().Select(item => item!.GetValue<string>())];

    /// <summary>One number for each model.</summary>
    /// <exception cref="MergeException">There are neither as many numbers as models nor a single one.</exception>
    public IReadOnlyList<double> PerModel(string name, int models)
    {
        double[] numbers = [.. _values[name].AsArray().Select(item => item!.GetValue<double>())];
        return numbers.Length == models ? numbers
            : numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], models)]
            : throw new MergeException($"{_method.Name}: '{name}' has {numbers.Length} numbers for {models} models; give one for each, in pool order, or a single one.");
    }

    /// <summary>A copy, with names in ordinal order.</summary>
    public JsonObject ToJson() => new(_values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value.DeepClone())));

    public override string ToString() => CanonicalJson.Write(ToJson());
}
