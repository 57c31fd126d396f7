using System.Globalization;
using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Cli.Catalog;

/// <summary>Tasks: what a model is asked, what it may answer and how that is scored.</summary>
internal static class TaskText
{
    public static void Print(TaskPool pool)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Task pool {pool.Name}: {pool.Tasks.Count} tasks, at most {pool.MaxLength} decoder tokens"));
        foreach (var task in pool.Tasks)
        {
            Console.WriteLine();
            Print(GlueTasks.Find(task.Name));
        }
    }

    public static void Print(GlueTask task)
    {
        Console.WriteLine($"Task {task.Name} ({task.Title})");
        Console.WriteLine($"  Prompt:  {task.Template.Text}");
        Console.WriteLine($"  Labels:  {Labels(task)}");
        Console.WriteLine($"  Score:   {Metric(task)}");
        Console.WriteLine($"  Split:   {task.Split}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  Rows:    {task.OfficialRows}"));
    }

    public static string Metric(GlueTask task) => task.Metric == GlueMetric.SpearmanRho ? "Spearman's rho" : "accuracy";

    private static string Labels(GlueTask task) => task.IsRegression
        ? $"{SimilarityLabel.Format(SimilarityLabel.Smallest)} to {SimilarityLabel.Format(SimilarityLabel.Largest)}, with one decimal"
        : string.Join(", ", task.Labels.Select((label, i) => string.Create(CultureInfo.InvariantCulture, $"{i} '{label}'")));
}
