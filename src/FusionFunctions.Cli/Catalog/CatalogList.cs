using System.Globalization;
using FusionFunctions.Cli.Display;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Cli.Catalog;

/// <summary>Every name in the catalog with one line about it.</summary>
internal static class CatalogList
{
    public static void Print(ExperimentCatalog catalog)
    {
        Print("Model pools", catalog.ModelPools.Select(pool => new[] { pool.Name!, Line(pool) }));
        Print("Task pools", catalog.TaskPools.Select(pool => new[] { pool.Name!, Line(pool) }));
        Print("Methods", Methods(catalog));
        Print("Tasks", catalog.Tasks.Select(task => new[] { task, Line(GlueTasks.Find(task)) }));
        Console.WriteLine("'fusion catalog show NAME' prints all about one of them.");
    }

    public static IReadOnlyList<string[]> Methods(ExperimentCatalog catalog) =>
        [.. catalog.Methods.Select(method => new[] { method.Name, $"{method.Title}: {method.Summary}" })];

    private static void Print(string title, IEnumerable<string[]> lines)
    {
        Console.WriteLine(title);
        Columns.Print([.. lines], texts: 2, indent: 2);
        Console.WriteLine();
    }

    private static string Line(ModelPool pool)
    {
        int models = pool.FineTuned.Count(), adapters = pool.FineTuned.Count(model => model.Adapter is not null);
        string fineTuned = adapters == 0 ? Counted.Text(models, "fine-tuned model") : Counted.Text(adapters, "LoRA adapter");
        string text = pool.Pretrained is not { } pretrained ? $"{fineTuned} on {pool.Models[0].Checkpoint.Location}"
            : models == 0 ? pretrained.Checkpoint.Location
            : $"{pretrained.Checkpoint.Location} and {fineTuned}";
        return KnownModelPools.IsClassification(pool) ? $"{text}; merged, not evaluated yet" : text;
    }

    private static string Line(TaskPool pool) =>
        pool.Tasks.Count == 0 ? "no tasks: models are merged, not evaluated" : string.Join(", ", pool.Tasks.Select(task => task.Name));

    private static string Line(GlueTask task) =>
        string.Create(CultureInfo.InvariantCulture, $"{task.Title}: {TaskText.Metric(task)}, {task.OfficialRows} rows of {task.Split}");
}
