using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards.Published;

/// <summary>A row of FusionBench's tables for Flan-T5.</summary>
/// <param name="Pool">The model pool's name.</param>
/// <param name="Row"><c>pretrained</c>, a model's name, or a method's.</param>
/// <param name="ScalingFactor">Of the method, or null.</param>
/// <param name="Counts">Correct answers by task, where they are known; the rows are GLUE's validation rows.</param>
/// <param name="Rho">Spearman's rho of STS-B, where the counts are known.</param>
/// <param name="Percent">By task to one decimal, where nothing more is known.</param>
/// <param name="Settings">With which it was made, where they differ from FusionBench's today.</param>
public sealed record PublishedRow(
    string Pool,
    string Row,
    double? ScalingFactor = null,
    IReadOnlyDictionary<string, int>? Counts = null,
    double? Rho = null,
    IReadOnlyDictionary<string, double>? Percent = null,
    JsonObject? Settings = null)
{
    internal const string RhoTask = "stsb";

    /// <summary>The score on a task in percent, or null where it was not published.</summary>
    public double? PercentOf(string task) =>
        task == RhoTask && Rho is { } rho ? 100 * rho
        : Counts?.TryGetValue(task, out int count) == true ? 100.0 * count / PublishedResults.RowsOf(task)
        : Percent?.TryGetValue(task, out double percent) == true ? percent
        : null;
}

/// <summary>A number on the page that cannot be, and what it must have been.</summary>
/// <param name="Why">How that is known.</param>
public sealed record PageCorrection(string Pool, string Row, string Task, double Printed, double Corrected, string Why);
