using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Schema;

internal static class PoolSchema
{
    public static JsonObject Checkpoint() => new()
    {
        ["description"] = "A folder (./base, ../base, /data/base, ~/base), a hub repository (org/name, org/name@revision) or an https blob address.",
        ["type"] = "string",
        ["minLength"] = 1,
    };

    public static JsonObject ModelPool() => SchemaPart.Mapping(
        new()
        {
            ["models"] = new JsonObject
            {
                ["description"] = "In the order that the methods follow. _pretrained_ is the base; glue-cola is the model fine-tuned on the task cola.",
                ["type"] = "object",
                ["minProperties"] = 1,
                ["patternProperties"] = new JsonObject { [$"^({ModelPoolReader.NamePattern})$"] = SchemaPart.Reference("model") },
                ["additionalProperties"] = false,
            },
            ["tokenizer"] = SchemaPart.OrNothing(
                "What holds spiece.model; the first model where it is missing.", SchemaPart.Reference("checkpoint")),
        },
        "models");

    public static JsonObject Model() => SchemaPart.AnyOf(
        null,
        SchemaPart.Reference("checkpoint"),
        SchemaPart.Mapping(new() { ["path"] = SchemaPart.Reference("checkpoint") }, "path"),
        SchemaPart.Mapping(
            new() { ["base"] = SchemaPart.Reference("checkpoint"), ["adapter"] = SchemaPart.Reference("checkpoint") }, "base", "adapter"));

    public static JsonObject TaskPool() => SchemaPart.Mapping(
        new()
        {
            ["tasks"] = SchemaPart.Reference("tasks"),
            ["max_length"] = SchemaPart.OrNothing(
                "Generation stops at this many decoder tokens, the start token counted; 10 where it is missing.",
                SchemaPart.Whole(TaskPoolReader.LeastMaxLength, TaskPoolReader.MostMaxLength)),
        },
        "tasks");

    public static JsonObject Task(IReadOnlyList<string> tasks)
    {
        var written = SchemaPart.Mapping(
            new()
            {
                ["name"] = SchemaPart.Names(tasks),
                ["dataset"] = SchemaPart.OrNothing(
                    "A .jsonl, .parquet or .tsv file; the hub's official one where it is missing.",
                    new() { ["type"] = "string", ["minLength"] = 1 }),
                ["split"] = SchemaPart.OrNothing("The hub's split; the task's validation split where it is missing.", SchemaPart.SafeName(null)),
                ["limit"] = SchemaPart.OrNothing("Only the first so many rows.", SchemaPart.Whole(1, int.MaxValue)),
            },
            "name");
        return SchemaPart.AnyOf("A task's name, or the name and more.", SchemaPart.Names(tasks), written);
    }
}
