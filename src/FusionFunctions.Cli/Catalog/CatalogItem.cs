using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Cli.Catalog;

/// <summary>One name of the catalog, whatever it names.</summary>
internal static class CatalogItem
{
    /// <exception cref="ExperimentException">There is nothing of that name.</exception>
    public static void Print(ExperimentCatalog catalog, string name)
    {
        if (catalog.FindModelPool(name) is { } models)
            ModelPoolText.Print(models);
        else if (catalog.FindTaskPool(name) is { } tasks)
            TaskText.Print(tasks);
        else if (catalog.FindMethod(name) is { } method)
            MethodText.Print(method);
        else if (catalog.Tasks.Contains(name))
            TaskText.Print(GlueTasks.Find(name));
        else
            throw catalog.Unknown(name);
    }
}
