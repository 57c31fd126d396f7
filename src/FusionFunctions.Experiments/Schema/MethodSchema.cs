using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Schema;

internal static class MethodSchema
{
    /// <summary>A name alone, or a mapping from one name to parameters.</summary>
    public static JsonObject Method(IReadOnlyList<MethodDescription> methods)
    {
        var written = SchemaPart.Mapping(new(methods.Select(method => KeyValuePair.Create(method.Name, (JsonNode?)Parameters(method)))));
        written["minProperties"] = 1;
        written["maxProperties"] = 1;
        return SchemaPart.AnyOf(
            "A method's name, or the name and its parameters.", SchemaPart.Names([.. methods.Select(method => method.Name)]), written);
    }

    public static JsonObject Range() => SchemaPart.Mapping(
        new() { ["from"] = Number(), ["to"] = Number(), ["step"] = Step() },
        "from", "to", "step");

    private static JsonObject Parameters(MethodDescription method) => SchemaPart.OrNothing(
        $"{method.Title}: {method.Summary} {method.Source}",
        SchemaPart.Mapping(new(method.Parameters.Concat(TensorFilter.Parameters).Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)Parameter(parameter))))));

    private static JsonObject Parameter(ParameterDescription parameter)
    {
        var value = Value(parameter);
        JsonObject[] ways = parameter.Type is ParameterType.Number or ParameterType.Integer
            ? [value, Sweep(value), SchemaPart.Reference("range")]
            : [value, Sweep(value)];
        var schema = SchemaPart.AnyOf(parameter.Summary, ways);
        schema["default"] = parameter.Default.DeepClone();
        return schema;
    }

    private static JsonObject Sweep(JsonObject value) => SchemaPart.UniqueList(null, (JsonObject)value.DeepClone());

    private static JsonObject Value(ParameterDescription parameter) => parameter.Type switch
    {
        ParameterType.Number => Bounded("number", parameter),
        ParameterType.Integer => Bounded("integer", parameter),
        ParameterType.Boolean => new() { ["type"] = "boolean" },
        ParameterType.Text => Text(parameter),
        ParameterType.NumberList => SchemaPart.AnyOf(null, Bounded("number", parameter), SchemaPart.List(null, Bounded("number", parameter))),
        _ => new() { ["type"] = "array", ["items"] = Text(parameter) },
    };

    private static JsonObject Text(ParameterDescription parameter) =>
        parameter.Choices is { } choices ? SchemaPart.Names(choices) : new() { ["type"] = "string" };

    private static JsonObject Bounded(string type, ParameterDescription parameter)
    {
        JsonObject number = new() { ["type"] = type };
        if (parameter.Minimum is { } least)
            number["minimum"] = least;
        if (parameter.Maximum is { } most)
            number["maximum"] = most;
        return number;
    }

    private static JsonObject Number() => new() { ["type"] = "number" };

    // Down from the larger number is a way as well.
    private static JsonObject Step() => SchemaPart.AnyOf(
        null, new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 }, new JsonObject { ["type"] = "number", ["exclusiveMaximum"] = 0 });
}
