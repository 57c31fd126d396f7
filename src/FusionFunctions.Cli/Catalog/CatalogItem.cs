using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Cli.Catalog;

/// <summary>One name of the catalog and all that it names: <c>dummy</c> is a task pool and a method.</summary>
internal static class CatalogItem
{
    /// <exception cref="ExperimentException">There is nothing of that name.</exception>
    public static void Print(ExperimentCatalog catalog, string name)
    {
        if (!catalog.Names.Contains(name))
            throw catalog.Unknown(name);
        if (catalog.FindModelPool(name) is { } models)
            ModelPoolText.Print(models);
        if (catalog.FindTaskPool(name) is { } tasks)
            TaskText.Print(tasks);
        if (catalog.FindMethod(name) is { } method)
            MethodText.Print(method);
        if (catalog.Tasks.Contains(name))
            TaskText.Print(GlueTasks.Find(name));
    }
}
