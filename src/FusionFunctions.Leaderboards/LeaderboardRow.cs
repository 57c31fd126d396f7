using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards;

/// <param name="Name">The row's label, such as 'Task Arithmetic (λ=0.3)'; see <see cref="RowLabel"/>.</param>
/// <param name="Group">The part of the table it stands in.</param>
/// <param name="Method">The method's registered name; rows of one method and different parameters make a sweep.</param>
/// <param name="Parameters">Every parameter that was used, in the method's order.</param>
/// <param name="Scores">By task name; a task that is missing here is shown as n/a.</param>
/// <param name="Digests">Digests of the models behind the row, by a name for each: one for a merge, one a task for fine-tuned models.</param>
/// <param name="OwnTask">For an individual model: the task it was fine-tuned on.</param>
/// <param name="Error">Why the row could not be computed, or null.</param>
public sealed record LeaderboardRow(
    string Name,
    RowGroup Group,
    string Method,
    JsonObject Parameters,
    IReadOnlyDictionary<string, LeaderboardScore> Scores,
    IReadOnlyDictionary<string, string> Digests,
    string? OwnTask = null,
    string? Error = null)
{
    /// <summary>Every kind of processor that the scores were made on, <c>cpu</c> or <c>cuda</c>, in alphabetical order.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <returns>The score on that task, or null where there is none.</returns>
    public LeaderboardScore? ScoreOn(LeaderboardTask task) => Scores.GetValueOrDefault(task.Name);
}
