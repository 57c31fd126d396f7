using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Recipes;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Merges;

/// <summary>
/// Expands a method's sweep, names every merged checkpoint by its recipe, and refuses a pool that cannot be merged, or whose merges could not be
/// evaluated, before any machine starts working.
/// </summary>
/// <param name="locations">Opens models.</param>
public sealed class PlanMerge(BlobLocations locations) : IActivity<PlanMergeInput, PlannedMerge>
{
    public async Task<PlannedMerge> RunAsync(PlanMergeInput input, CancellationToken cancellationToken)
    {
        var method = MergeMethods.Find(input.Method.Name);
        await using var models = await OpenModels.OpenAsync(input.Pool, locations, cancellationToken);
        var pool = MergePool.Of(models.Inputs);
        MethodParameters[] variants = [.. input.Method.Variants().Select(values => MethodParameters.Resolve(method.Description, values))];
        MergeEngine.Check(pool, method, variants);
        var inputs = method.Inputs(pool);
        // Merged checkpoints get the configuration of the first model that the method reads.
        if (input.Tokenizer is { } tokenizer)
            EvaluableModel.Require(models.Models.First(model => model.Input.Name == inputs.Inputs[0].Name), tokenizer);
        var recipeInputs = RecipeInputs(inputs, input.Pool);
        return new(
            method.Description.Name,
            method.Description.Title,
            [.. variants.Select(parameters => Plan(method, input, parameters, recipeInputs)).DistinctBy(variant => variant.Digest)]);
    }

    private static PlannedVariant Plan(MergeMethod method, PlanMergeInput input, MethodParameters parameters, IReadOnlyList<RecipeInput> inputs)
    {
        var recipe = new MergeRecipe(method.Description.Name, parameters, inputs, DType(input.OutputDType));
        return new(VariantLabel.Of(method.Description, input.Method, parameters.ToJson()), parameters.ToJson(), recipe.Digest);
    }

    /// <summary>Only what the method reads: a model that takes no part does not change the result.</summary>
    public static IReadOnlyList<RecipeInput> RecipeInputs(MergePool pool, IReadOnlyList<ModelReference> models) =>
        [.. pool.Inputs.Select(input => new RecipeInput(input.Name, models.First(model => model.Name == input.Name).Digest))];

    public static TensorDType? DType(string? name) => name is null ? null : Enum.Parse<TensorDType>(name);
}
