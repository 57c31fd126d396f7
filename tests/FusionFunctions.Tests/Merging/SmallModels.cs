namespace FusionFunctions.Tests.Merging;

/// <summary>A base and two models of two tensors each.</summary>
internal static class SmallModels
{
    /// <summary>The passes over a tensor that its sample takes: of small models the sample is everything.</summary>
    public const int Sample = 1;

    public static MemoryModel[] Create() =>
    [
        new MemoryModel("_pretrained_").With("a", [0, 0, 0, 0]).With("b", [1]),
        new MemoryModel("m1").With("a", [1, 2, -3, 4]).With("b", [2]),
        new MemoryModel("m2").With("a", [-1, 1, 4, 2]).With("b", [0]),
    ];
}
