namespace FusionFunctions.Experiments.Catalog;

/// <summary>What a merge method is called, where it comes from and which parameters it takes; feeds validation, the CLI and the docs.</summary>
/// <param name="Name">As in an experiment file: <c>task_arithmetic</c>.</param>
/// <param name="Title">As in a leaderboard: <c>Task Arithmetic</c>.</param>
/// <param name="Summary">The formula or one sentence.</param>
/// <param name="Source">The paper or page.</param>
/// <param name="NeedsPretrained">Whether the pool must have a <c>_pretrained_</c> model.</param>
public sealed record MethodDescription(
    string Name,
    string Title,
    string Summary,
    string Source,
    bool NeedsPretrained,
    IReadOnlyList<ParameterDescription> Parameters)
{
    /// <summary>Whether the pool must have fine-tuned models.</summary>
    public bool NeedsFineTuned { get; init; } = true;
}
