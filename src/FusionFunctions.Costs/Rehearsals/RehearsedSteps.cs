using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Leaderboards;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>Activities that touch nothing: their answers have the form and the length of the real ones.</summary>
internal sealed class RehearsedSteps(ExperimentSizes sizes, RehearsedWorkers workers)
{
    private const string Device = "cuda";
    private const int T5Pieces = 32000;

    private long _digests;

    /// <summary>Looks like a sha256.</summary>
    public static string Digest(long number) => number.ToString("x64", CultureInfo.InvariantCulture);

    public object? Answer(string name, object? input) => (name, input) switch
    {
        (StepNames.PinRevision, _) => Next()[^40..],
        (StepNames.FetchCheckpoint, FetchCheckpointInput { Model: var model }) => new ModelReference(model.Name, Fetched(model.Checkpoint), model.Adapter is null ? null : Fetched(model.Adapter)),
        (StepNames.FetchTokenizer, FetchTokenizerInput wanted) => new FetchedTokenizer(Folder(wanted.Tokenizer), Next(), wanted.IsRead ? T5Pieces : null),
        (StepNames.FetchDataset, FetchDatasetInput dataset) => sizes.Datasets[dataset.Task.Name],
        (StepNames.PlanMerge, PlanMergeInput merge) => Plan(merge),
        (StepNames.SubmitCompute, ComputeRequest request) => workers.Submit(request, Next()),
        (StepNames.PollCompute, PollComputeInput poll) => workers.Poll(poll.Id),
        (StepNames.ScoreTask, ScoreTaskInput score) => new ScoredTask(new(score.Task, 0.123456789012345, 12345, 12345, 123), [Device]),
        (StepNames.WriteLeaderboard, Leaderboard leaderboard) => BlobLayout.Leaderboard(leaderboard.Experiment, leaderboard.Run),
        _ => throw new NotSupportedException($"The step {name} cannot be rehearsed."),
    };

    private string Next() => Digest(++_digests);

    private FetchedCheckpoint Fetched(CheckpointReference reference) => new(Folder(reference), Next(), null, reference.Kind == CheckpointKind.Hub ? reference.Location : null);

    private static BlobLocation Folder(CheckpointReference reference) => reference.Kind == CheckpointKind.Hub
        ? BlobLocation.InStore($"checkpoints/{reference.Location}/{Digest(0)[^40..]}")
        : new(reference.Location, "");

    // The same sweep, labels and parameters as PlanMerge gives; digests tell variants apart and nothing else.
    private static PlannedMerge Plan(PlanMergeInput input)
    {
        var method = MergeMethods.Find(input.Method.Name).Description;
        return new(
            method.Name,
            method.Title,
            [.. input.Method.Variants().Select(values => Variant(MethodParameters.Resolve(method, values).ToJson())).DistinctBy(variant => variant.Digest)]);

        PlannedVariant Variant(JsonObject parameters) => new(
            VariantLabel.Of(method, input.Method, parameters), parameters,
            ContentDigest.Of(new JsonObject { ["method"] = method.Name, ["parameters"] = parameters.DeepClone() }));
    }
}
