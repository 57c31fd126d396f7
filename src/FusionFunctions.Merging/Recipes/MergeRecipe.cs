using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Recipes;

/// <summary>Everything that determines a merged checkpoint's bytes. Its digest names <c>merges/{digest}/</c>.</summary>
/// <param name="Method">The method's registered name.</param>
/// <param name="Inputs">The pool's models, the base first, then in pool order.</param>
/// <param name="OutputDType">As in <see cref="MergeVariant"/>.</param>
public sealed record MergeRecipe(string Method, MethodParameters Parameters, IReadOnlyList<RecipeInput> Inputs, TensorDType? OutputDType = null)
{
    /// <summary>Raised whenever the same recipe would give other bytes than before, so that older results are not taken for new ones.</summary>
    public const int StepVersion = 9;

    /// <summary>sha256 of the canonical JSON, lower-case hex: equal recipes have equal texts.</summary>
    public string Digest => ContentDigest.Of(ToJson());

    /// <summary>For the model card and merge.json.</summary>
    public JsonObject ToJson() => new()
    {
        ["inputs"] = new JsonArray([.. Inputs.Select(input => new JsonObject { ["name"] = input.Name, ["digest"] = input.Digest })]),
        ["method"] = Method,
        ["output_dtype"] = OutputDType?.ToString(),
        ["parameters"] = Parameters.ToJson(),
        ["step_version"] = StepVersion,
    };
}

/// <param name="Name">As in the pool: <c>_pretrained_</c>, <c>glue-cola</c>.</param>
/// <param name="Digest">Of the checkpoint's content, lower-case hex.</param>
public sealed record RecipeInput(string Name, string Digest);
