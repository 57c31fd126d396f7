using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Studies;

/// <summary>What is found out about one tensor in passes over it. Each pass sees all slices in their order, one at a time.</summary>
public abstract class TensorStudy : IDisposable
{
    /// <summary>Nothing is known and nothing needs to be.</summary>
    public static TensorStudy None { get; } = new Nothing();

    public virtual int Passes => 0;

    public virtual void Observe(int pass, in PoolSlice slice)
    {
    }

    /// <summary>Called when the pass has seen every slice.</summary>
    public virtual void Complete(int pass)
    {
    }

    /// <summary>The tensor is merged, or will not be.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private sealed class Nothing : TensorStudy;
}
