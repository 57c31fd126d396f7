using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>The names an experiment file may use.</summary>
/// <param name="Methods">By their registered names.</param>
/// <param name="ModelPools">Pools that can be named instead of written out.</param>
/// <param name="TaskPools">Task pools that can be named instead of written out.</param>
/// <param name="Tasks">The tasks that exist.</param>
public sealed record ExperimentCatalog(
    IReadOnlyList<MethodDescription> Methods,
    IReadOnlyList<ModelPool> ModelPools,
    IReadOnlyList<TaskPool> TaskPools,
    IReadOnlyList<string> Tasks)
{
    /// <summary>All of them: pools, task pools, methods, tasks.</summary>
    public IEnumerable<string> Names =>
        [.. ModelPools.Select(pool => pool.Name!), .. TaskPools.Select(pool => pool.Name!), .. Methods.Select(method => method.Name), .. Tasks];

    /// <summary>What to say of a name that is none of these.</summary>
    public ExperimentException Unknown(string name) =>
        new($"there is no '{Shown.Short(name)}' in the catalog; {Suggestion.For(name, [.. Names.Distinct()], "the names are")}");

    /// <summary>What to say of a name that is no method.</summary>
    public ExperimentException UnknownMethod(string name) =>
        new($"there is no method '{Shown.Short(name)}'; {Suggestion.For(name, [.. Methods.Select(method => method.Name)], "the methods are")}");

    public MethodDescription? FindMethod(string name) => Methods.FirstOrDefault(method => method.Name == name);

    public ModelPool? FindModelPool(string name) => ModelPools.FirstOrDefault(pool => pool.Name == name);

    public TaskPool? FindTaskPool(string name) => TaskPools.FirstOrDefault(pool => pool.Name == name);
}
