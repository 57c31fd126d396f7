namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Zeroes entries of one model's task vector of one tensor. Every pass sees all blocks of entries, in their order.</summary>
internal abstract class Sparsifier
{
    /// <summary>Looks that it needs before it can say which entries stay.</summary>
    public virtual int Passes => 0;

    public virtual void Observe(int pass, ReadOnlySpan<float> entries)
    {
    }

    public virtual void Complete(int pass)
    {
    }

    /// <summary>Begins a pass of <see cref="Apply"/>.</summary>
    public virtual void Restart()
    {
    }

    /// <param name="entries">The next block; those that go become zero.</param>
    /// <param name="first">The place of the block's first entry in the tensor.</param>
    public abstract void Apply(Span<float> entries, long first);

    /// <summary>Multiplied, not assigned: a NaN shows in the result.</summary>
    protected static void Drop(ref float entry) => entry *= 0;
}
