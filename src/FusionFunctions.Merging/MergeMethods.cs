using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods;

namespace FusionFunctions.Merging;

/// <summary>The registry: every merge method there is.</summary>
public static class MergeMethods
{
    public static IReadOnlyList<MergeMethod> All { get; } =
    [
        new Dummy(),
        new SimpleAverage(),
        new TaskArithmetic(),
        new TiesMerging(),
        new WeightedAverage(),
        new LinearInterpolation(),
        new ExPO(),
        new Slerp(),
        new DareSimpleAverage(),
        new DareTaskArithmetic(),
        new DareTiesMerging(),
        new MagMax(),
        new ModelStock(),
        new IsoC(),
        new IsoCts(),
        new TsvM(),
        new Wudi(),
        new Svc(),
        new Methods.Mergekit.Linear(),
        new Methods.Mergekit.Slerp(),
        new Methods.Mergekit.NuSlerp(),
        new Methods.Mergekit.MultiSlerp(),
        new Methods.Mergekit.Karcher(),
        new Methods.Mergekit.TaskArithmetic(),
        new Methods.Mergekit.Ties(),
        new Methods.Mergekit.DareLinear(),
        new Methods.Mergekit.DareTies(),
        new Methods.Mergekit.Della(),
        new Methods.Mergekit.DellaLinear(),
        new Methods.Mergekit.Breadcrumbs(),
        new Methods.Mergekit.BreadcrumbsTies(),
        new Methods.Mergekit.Sce(),
        new Methods.Mergekit.Ram(),
        new Methods.Mergekit.RamPlus(),
        new Methods.Mergekit.NearSwap(),
        new Methods.Mergekit.ArceeFusion(),
        new Methods.Mergekit.ModelStock(),
        new Methods.Mergekit.Passthrough(),
    ];

    public static IReadOnlyList<MethodDescription> Descriptions { get; } = [.. All.Select(method => method.Description)];

    /// <exception cref="MergeException">No method has that name.</exception>
    public static MergeMethod Find(string name) =>
        All.FirstOrDefault(method => method.Description.Name == name)
        ?? throw new MergeException($"There is no merge method '{name}'; the methods are {string.Join(", ", Descriptions.Select(description => description.Name))}.");
}
