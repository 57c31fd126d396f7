using System.Text.Json.Nodes;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>Writes adapter_config.json as PEFT does for a plain LoRA adapter.</summary>
public static class LoraConfigJson
{
    /// <param name="baseModel">Where the base is, for whoever opens the adapter.</param>
    /// <param name="rank">r.</param>
    /// <param name="alpha">The factors' product is multiplied with α/r.</param>
    /// <param name="targetModules">The changed modules' paths, or what these and no others end in.</param>
    /// <param name="task">See <see cref="PeftTask"/>.</param>
    /// <param name="fanInFanOut">Whether changed modules are of <see cref="Conv1DLayers"/>.</param>
    /// <param name="moduleRanks">The changed modules with their ranks, where these are not all r; each is scaled as the others are.</param>
    public static JsonObject Of(
        string baseModel, int rank, double alpha, IEnumerable<string> targetModules, string? task, bool fanInFanOut = false,
        IReadOnlyList<(string Module, int Rank)>? moduleRanks = null)
    {
        var ranks = RankPattern.Of(moduleRanks ?? [], rank);
        var json = Uniform(baseModel, rank, alpha, targetModules, task, fanInFanOut);
        if (ranks.Count == 0)
            return json;
        json["rank_pattern"] = Pattern(ranks, own => own);
        json["alpha_pattern"] = Pattern(ranks, own => alpha * own / rank);
        return json;
    }

    private static JsonObject Pattern(IReadOnlyList<(string Pattern, int Rank)> ranks, Func<int, JsonNode> value)
    {
        var pattern = new JsonObject();
        foreach (var (module, own) in ranks)
            pattern[module] = value(own);
        return pattern;
    }

    private static JsonObject Uniform(string baseModel, int rank, double alpha, IEnumerable<string> targetModules, string? task, bool fanInFanOut) => new()
    {
        ["base_model_name_or_path"] = baseModel,
        ["bias"] = "none",
        ["fan_in_fan_out"] = fanInFanOut,
        ["inference_mode"] = true,
        ["lora_alpha"] = alpha,
        ["lora_dropout"] = 0.0,
        ["peft_type"] = "LORA",
        ["r"] = rank,
        ["target_modules"] = new JsonArray([.. targetModules.Select(module => JsonValue.Create(module))]),
        ["task_type"] = task,
        ["use_dora"] = false,
        ["use_rslora"] = false,
    };
}
