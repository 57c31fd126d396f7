using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>Everything that determines a model's answers on a task. Its digest names <c>evaluations/{digest}/</c>.</summary>
public static class EvaluationRecipe
{
    /// <summary>Raised whenever the same recipe would give other answers than before, so that older results are not taken for new ones.</summary>
    public const int StepVersion = 1;

    public static string Digest(ModelReference model, FetchedTokenizer tokenizer, FetchedDataset dataset, EvaluationSettings settings)
    {
        var recipe = new JsonObject
        {
            ["dataset"] = dataset.Digest,
            ["max_length"] = settings.MaxLength,
            ["model"] = model.Digest,
            ["step_version"] = StepVersion,
            ["task"] = dataset.Task,
            ["tokenizer"] = tokenizer.Digest,
        };
        // The faithful precision goes without saying.
        if (settings.Precision != Precision.F32)
            recipe["precision"] = PrecisionName.Of(settings.Precision);
        return ContentDigest.Of(recipe);
    }
}
