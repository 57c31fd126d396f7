namespace FusionFunctions.Glue.Tasks;

/// <summary>One text-generation task: which fields a row has, how they become a prompt and which texts are answers.</summary>
/// <param name="Name">As in an experiment file and on the hub: <c>cola</c>.</param>
/// <param name="Title">As a leaderboard's column: <c>CoLA</c>.</param>
/// <param name="Template">The prompt; fields stand in braces.</param>
/// <param name="Labels">Target texts by label number; empty for a task whose label is a number itself.</param>
/// <param name="Metric">How outputs are scored.</param>
/// <param name="Split">The official split that is evaluated.</param>
/// <param name="OfficialRows">Rows in that split.</param>
public sealed record GlueTask(
    string Name,
    string Title,
    PromptTemplate Template,
    IReadOnlyList<string> Labels,
    GlueMetric Metric,
    string Split,
    int OfficialRows)
{
    /// <summary>Whether a label is a number that is spoken with one decimal.</summary>
    public bool IsRegression => Labels.Count == 0;

    /// <summary>Whether an output is one of the task's answers, right or wrong.</summary>
    public bool IsValidOutput(string output) => IsRegression ? SimilarityLabel.IsLabel(output) : Labels.Contains(output);

    /// <summary>A sentence for the user where a split that was read whole has not the official number of rows; otherwise null.</summary>
    public string? RowCountWarning(string split, int rows) =>
        split == Split && rows != OfficialRows
            ? $"{Name}: the split '{split}' has {rows} rows where the official one has {OfficialRows}; its scores do not compare with published ones."
            : null;
}
