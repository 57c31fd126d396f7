using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline;

/// <summary>Where everything lies in a store; the same in a directory and in Blob Storage.</summary>
public static class BlobLayout
{
    /// <summary>An HF-style folder; the digest is that of the recipe.</summary>
    public static string Merge(string digest) => $"merges/{digest}";

    /// <summary>The scores of some rows of one task; the digest is that of model, tokenizer, data set and settings.</summary>
    /// <param name="digest">See <see cref="Evaluations.EvaluationRecipe"/>.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="firstRow">0-based.</param>
    /// <param name="rows">How many.</param>
    public static BlobPath Evaluation(string digest, string task, int firstRow, int rows) =>
        BlobPath.Parse($"evaluations/{digest}/{task}/{firstRow:D6}-{rows}.json");

    public static string Leaderboard(string experiment, string run) => $"leaderboards/{experiment}/{run}";

    /// <summary>Copies of the newest leaderboard of an experiment.</summary>
    public static string LatestLeaderboard(string experiment) => $"leaderboards/{experiment}/latest";

    /// <summary>The embedded host's journal.</summary>
    public static string Run(string run) => $"runs/{run}";
}
