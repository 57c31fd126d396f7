using System.Text.Json.Nodes;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Leaderboards.Reports;

/// <summary>
/// The page's tables, made of reports: a sweep where all are of one method and differ in the scaling factor, else a row for each file. The own
/// task of a fine-tuned model is bold; where there are none, the best of each column.
/// </summary>
public static class ReportTable
{
    private const string ScalingFactor = "scaling_factor";
    private const string OwnTaskPrefix = "glue-";

    /// <param name="reports">At least one.</param>
    /// <param name="tasks">The columns; a task of no report is left out.</param>
    public static LeaderboardTable Of(IReadOnlyList<ReportScores> reports, IReadOnlyList<LeaderboardTask> tasks)
    {
        LeaderboardTask[] columns = [.. tasks.Where(task => reports.Any(report => report.Values.ContainsKey(task.Name)))];
        bool isSweep = IsSweep(reports);
        var rows = isSweep ? reports.OrderBy(FactorOf).ToList() : [.. reports];
        bool hasOwn = !isSweep && rows.Any(row => OwnTask(row, columns) is not null);
        double?[][] cells = [.. rows.Select(row => (double?[])[.. columns.Select(task => 100 * row.Values.GetValueOrDefault(task.Name)), AverageOf(row, columns)])];
        double?[] best = [.. Enumerable.Range(0, columns.Length + 1).Select(column => cells.Max(row => row[column]))];
        return new(
            isSweep ? $"{rows[0].Method}, {ScalingFactor}" : "Reports",
            [isSweep ? "scaling_coef" : "Model", .. columns.Select(task => isSweep ? $"{OwnTaskPrefix}{task.Name}" : task.Title), "Average"],
            [.. rows.Select((row, index) => (IReadOnlyList<LeaderboardCell>)
            [
                isSweep ? LeaderboardCell.OfFactor(FactorOf(row)) : new(row.Name),
                .. cells[index].Select((percent, column) => Cell(percent, column, row)),
            ])]);

        LeaderboardCell Cell(double? percent, int column, ReportScores row)
        {
            var cell = LeaderboardCell.OfPercent(percent);
            return hasOwn ? cell with { IsBold = column < columns.Length && OwnTask(row, columns) == columns[column].Name } : cell.BoldIfBest(best[column]);
        }
    }

    private static bool IsSweep(IReadOnlyList<ReportScores> reports) =>
        reports.Count > 1 && reports[0].Method is not null && reports.All(report => report.Method == reports[0].Method && FindFactor(report) is not null)
        && reports.Select(FactorOf).Distinct().Count() == reports.Count;

    private static double FactorOf(ReportScores report) => FindFactor(report) ?? throw new InvalidOperationException("The reports are no sweep.");

    private static double? FindFactor(ReportScores report) => report.Parameters[ScalingFactor] is JsonValue value && value.TryGetValue(out double factor) ? factor : null;

    private static string? OwnTask(ReportScores report, LeaderboardTask[] tasks) =>
        tasks.FirstOrDefault(task => report.Name == OwnTaskPrefix + task.Name)?.Name;

    private static double? AverageOf(ReportScores report, LeaderboardTask[] tasks) =>
        TaskAverage.Percent([.. tasks.Select(task => report.Values.GetValueOrDefault(task.Name))]);
}
