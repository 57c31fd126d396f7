using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Schema;

/// <summary>
/// The JSON Schema (draft 2020-12) of experiment files, for editors. What a schema cannot say (that folders exist, that a method finds the
/// models it needs) stays with <see cref="ExperimentReader"/>.
/// </summary>
public static class ExperimentSchema
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ends with a line break; the same catalog gives the same text.</summary>
    public static string Write(ExperimentCatalog catalog) => Root(catalog).ToJsonString(s_indented) + "\n";

    private static JsonObject Root(ExperimentCatalog catalog) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "FusionFunctions experiment",
        ["description"] = "Merge the models of a pool in one or more ways and evaluate the results on tasks.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["name"] = SchemaPart.SafeName("Names the leaderboard; the file's name where it is missing."),
            ["modelpool"] = SchemaPart.AnyOf(
                "What is merged: a pool's name, or the pool written out.",
                SchemaPart.Names([.. catalog.ModelPools.Select(pool => pool.Name!)]),
                SchemaPart.Reference("modelpool")),
            ["methods"] = SchemaPart.List("How it is merged. A parameter with several values is a sweep.", SchemaPart.Reference("method")),
            ["baselines"] = SchemaPart.OrNothing("Rows to compare with.", SchemaPart.UniqueList(null, SchemaPart.Names([.. BaselineReader.Names.Keys]))),
            ["taskpool"] = SchemaPart.OrNothing(
                "What the results are evaluated on: a task pool's name, a list of tasks, or both written out. Only fusion merge does without.",
                SchemaPart.AnyOf(
                    null,
                    SchemaPart.Names([.. catalog.TaskPools.Select(pool => pool.Name!)]),
                    SchemaPart.Reference("tasks"),
                    SchemaPart.Reference("taskpool"))),
            ["dtype"] = SchemaPart.OrNothing(
                "The merged checkpoints' element type; that of the base where it is missing.", SchemaPart.Names([.. DTypeReader.Spellings])),
            ["precision"] = SchemaPart.OrNothing(
                "What models compute with while they are evaluated; f32, which is faithful, where it is missing.", SchemaPart.Names(PrecisionName.All)),
            ["full_answers"] = SchemaPart.OrNothing(
                "Whether every row's whole answer is kept beside the scores; false where it is missing.", new JsonObject { ["type"] = "boolean" }),
        },
        ["required"] = new JsonArray("modelpool"),
        ["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("methods") },
            new JsonObject { ["required"] = new JsonArray("baselines", "taskpool") }),
        ["additionalProperties"] = false,
        ["$defs"] = new JsonObject
        {
            ["checkpoint"] = PoolSchema.Checkpoint(),
            ["modelpool"] = PoolSchema.ModelPool(),
            ["model"] = PoolSchema.Model(),
            ["taskpool"] = PoolSchema.TaskPool(),
            ["tasks"] = SchemaPart.List(null, SchemaPart.Reference("task")),
            ["task"] = PoolSchema.Task(catalog.Tasks),
            ["method"] = MethodSchema.Method(catalog.Methods),
            ["range"] = MethodSchema.Range(),
        },
    };
}
