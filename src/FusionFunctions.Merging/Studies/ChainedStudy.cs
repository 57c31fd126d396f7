using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Studies;

/// <summary>Two studies of one tensor: when the first knows enough for its merge, the second looks at what that merge gives.</summary>
internal sealed class ChainedStudy<TStudy>(TensorStudy first, TStudy second) : TensorStudy
    where TStudy : TensorStudy
{
    public TStudy Second => second;

    public override int Passes => first.Passes + second.Passes;

    public override void Observe(int pass, in PoolSlice slice)
    {
        if (pass < first.Passes)
            first.Observe(pass, slice);
        else
            second.Observe(pass - first.Passes, slice);
    }

    public override void Complete(int pass)
    {
        if (pass < first.Passes)
            first.Complete(pass);
        else
            second.Complete(pass - first.Passes);
    }

    public override void Dispose()
    {
        second.Dispose();
        first.Dispose();
        base.Dispose();
    }
}
