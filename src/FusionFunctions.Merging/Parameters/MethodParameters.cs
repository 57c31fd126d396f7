using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Digests;

namespace FusionFunctions.Merging.Parameters;

/// <summary>A value for every parameter of one method, checked against its description.</summary>
public sealed class MethodParameters
{
    private readonly SortedDictionary<string, JsonNode> _values;

    private MethodParameters(SortedDictionary<string, JsonNode> values) => _values = values;

    /// <summary>Fills in the defaults.</summary>
    /// <exception cref="MergeException">A name is unknown, or a value has the wrong type or is out of range.</exception>
    public static MethodParameters Resolve(MethodDescription method, IReadOnlyDictionary<string, JsonNode>? given = null)
    {
        given ??= new Dictionary<string, JsonNode>();
        foreach (string name in given.Keys)
            if (method.Parameters.All(parameter => parameter.Name != name))
                throw new MergeException(
                    $"{method.Name} has no parameter '{name}'; it takes {(method.Parameters.Count == 0 ? "none" : string.Join(", ", method.Parameters.Select(parameter => parameter.Name)))}.");
        var values = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var parameter in method.Parameters)
            values[parameter.Name] = ParameterCheck.Require(method.Name, parameter, given.GetValueOrDefault(parameter.Name, parameter.Default));
        return new(values);
    }

    public double Number(string name) => _values[name].GetValue<double>();

    public string Text(string name) => _values[name].GetValue<string>();

    public IReadOnlyList<string> TextList(string name) => [.. _values[name].AsArray().Select(item => item!.GetValue<string>())];

    /// <summary>A copy, with names in ordinal order.</summary>
    public JsonObject ToJson() => new(_values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value.DeepClone())));

    public override string ToString() => CanonicalJson.Write(ToJson());
}
