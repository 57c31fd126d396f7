using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging;

/// <summary>One way to merge the models of a pool into one: a description and a function over slices of tensors.</summary>
public abstract class MergeMethod
{
    public abstract MethodDescription Description { get; }

    /// <summary>The part of the pool that the method reads; all of it unless it says otherwise.</summary>
    public virtual MergePool Inputs(MergePool pool) => pool;

    /// <summary>Whether the method looks at the model as a whole, and keeps <see cref="PreparationContext.LeftOut"/> tensors as in the base by itself.</summary>
    public virtual bool LeavesTensorsOut => false;

    /// <summary>Binds the formula to parameters, before any element is read.</summary>
    /// <exception cref="MergeException">The parameters do not fit the pool.</exception>
    public abstract PreparedMerge Prepare(MethodParameters parameters, PreparationContext context);
}
