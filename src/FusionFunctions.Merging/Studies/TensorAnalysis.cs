using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;

namespace FusionFunctions.Merging.Studies;

/// <summary>Finds out about single tensors, each right before it is merged.</summary>
public abstract class TensorAnalysis
{
    /// <summary>Elements that are summed up on their own. Sums over a tensor do not depend on its slices, as these never cut a block.</summary>
    public const int BlockElements = 1024;

    /// <summary>Slices of the tensor begin at multiples of so many elements. Several analyses of one merge get multiples of all of theirs.</summary>
    public virtual long Block(TensorInfo tensor) => BlockElements;

    /// <summary>Upper bound of the memory that one tensor's study takes.</summary>
    public virtual long ScratchBytes(TensorInfo tensor) => 0;

    public abstract TensorStudy Start(TensorInfo tensor);

    /// <summary>What all studies together found out; complete when the merge is.</summary>
    public virtual MergeStatistics? Statistics => null;

    /// <summary>Elements of a row: the innermost dimension; 1 for a scalar.</summary>
    public static long RowOf(TensorInfo tensor) => tensor.Shape.Count == 0 ? 1 : Math.Max(1, tensor.Shape[^1]);
}

/// <typeparam name="TStudy">What the merge function gets to see.</typeparam>
public abstract class TensorAnalysis<TStudy> : TensorAnalysis
    where TStudy : TensorStudy
{
    public abstract override TStudy Start(TensorInfo tensor);
}
