using System.Numerics;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>What becomes of entries that agree with the elected sign. Both signs are followed, since the sum that elects one is known last.</summary>
internal interface IDisjointFunction
{
    /// <summary>Takes in entries of the next model.</summary>
    static abstract void Add(ref SignedSums sums, Vector<float> entries);

    /// <summary>The merged entries.</summary>
    /// <param name="sums">Of all models.</param>
    /// <param name="sign">-1, 0 or 1; 0 counts as negative.</param>
    static abstract Vector<float> Merge(in SignedSums sums, Vector<float> sign);
}
