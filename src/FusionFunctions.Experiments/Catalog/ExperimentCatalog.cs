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
    public MethodDescription? FindMethod(string name) => Methods.FirstOrDefault(method => method.Name == name);

    public ModelPool? FindModelPool(string name) => ModelPools.FirstOrDefault(pool => pool.Name == name);

    public TaskPool? FindTaskPool(string name) => TaskPools.FirstOrDefault(pool => pool.Name == name);
}
