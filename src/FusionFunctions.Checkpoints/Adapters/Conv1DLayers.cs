using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// Layers of transformers' class Conv1D, which GPT-2 and its relatives have in place of linear ones: their weights are [in, out]. PEFT goes by the class
/// and corrects an adapter's <c>fan_in_fan_out</c>; here the family and the module's name tell the class.
/// </summary>
public static class Conv1DLayers
{
    private const string Family = "model_type";
    private static readonly string[] s_families = ["clvp", "decision_transformer", "gpt2", "imagegpt", "openai-gpt"];
    private static readonly string[] s_names = ["c_attn", "c_fc", "c_proj", "q_attn"];

    /// <param name="config">Of the base; null where it has none.</param>
    /// <param name="module">Its path.</param>
    /// <returns>Null where the base does not say of which family it is.</returns>
    public static bool? Has(CheckpointConfig? config, string module)
    {
        string[] families = config is null ? [] : [.. FamiliesOf(config.Json)];
        return families.Length == 0 ? null : families.Any(s_families.Contains) && s_names.Contains(ModulePath.LastPart(module));
    }

    // An encoder and a decoder under one roof have configs of their own in it.
    private static IEnumerable<string> FamiliesOf(JsonObject config) => config.Select(entry => entry.Value).OfType<JsonObject>().Prepend(config)
        .Select(part => part[Family] is JsonValue value && value.TryGetValue(out string? family) ? family : "").Where(family => family.Length > 0);
}
