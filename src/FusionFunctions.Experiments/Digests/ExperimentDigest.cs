using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Digests;

/// <summary>
/// The digest of what an experiment asks for. Formatting, comments, the order of keys and whether a pool was named or written out make no
/// difference; the order of models, methods, values and tasks does, since sums and rows follow it. A default that is written out does too.
/// </summary>
public static class ExperimentDigest
{
    /// <summary>Raised when the same experiment means something else than before.</summary>
    private const int FormatVersion = 1;

    private const int ShortLength = 12;

    /// <summary>sha256, lower-case hex.</summary>
    public static string Of(Experiment experiment) => ContentDigest.Of(ToJson(experiment));

    /// <summary><c>{name}-{first 12 hex digits of the digest}</c>: the same experiment resumes its run, a changed one starts another.</summary>
    public static string RunName(Experiment experiment) => $"{experiment.Name}-{Of(experiment)[..ShortLength]}";

    private static JsonObject ToJson(Experiment experiment)
    {
        var json = Ordinary(experiment);
        // What is as usual is left out, so that an option more changes no digest.
        if (experiment.Precision != Precision.F32)
            json["precision"] = PrecisionName.Of(experiment.Precision);
        if (experiment.FullAnswers)
            json["full_answers"] = true;
        return json;
    }

    private static JsonObject Ordinary(Experiment experiment) => new()
    {
        ["version"] = FormatVersion,
        ["name"] = experiment.Name,
        ["models"] = List(experiment.ModelPool.Models, model => new JsonObject
        {
            ["name"] = model.Name,
            ["checkpoint"] = Reference(model.Checkpoint),
            ["adapter"] = Reference(model.Adapter),
        }),
        ["tokenizer"] = Reference(experiment.ModelPool.Tokenizer),
        ["methods"] = List(experiment.Methods, method => new JsonObject
        {
            ["name"] = method.Name,
            ["parameters"] = new JsonObject(method.Parameters.Select(parameter =>
                KeyValuePair.Create(parameter.Name, (JsonNode?)List(parameter.Values, value => value.DeepClone())))),
        }),
        ["baselines"] = List(experiment.Baselines, baseline => JsonValue.Create(baseline.ToString())),
        ["tasks"] = List(experiment.TaskPool.Tasks, task => new JsonObject
        {
            ["name"] = task.Name,
            ["dataset"] = task.Dataset,
            ["split"] = task.Split,
            ["limit"] = task.Limit,
        }),
        ["max_length"] = experiment.TaskPool.MaxLength,
        ["dtype"] = experiment.OutputDType,
    };

    private static JsonArray List<T>(IReadOnlyList<T> items, Func<T, JsonNode> toJson) => [.. items.Select(toJson)];

    private static JsonObject? Reference(CheckpointReference? reference) => reference is null ? null : new()
    {
        ["kind"] = reference.Kind.ToString(),
        ["location"] = reference.Location,
        // The hub's default branch.
        ["revision"] = reference.Kind == CheckpointKind.Hub ? reference.Revision ?? "main" : reference.Revision,
    };
}
