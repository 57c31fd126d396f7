using System.Numerics;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// What becomes of the entries that agree with the elected sign, at a vector of places. Both signs are followed while models are added, since the sum that elects
/// one is known last. The default value is that of no model.
/// </summary>
internal interface IDisjointFunction
{
    /// <summary>Takes in entries of the next model.</summary>
    void Add(Vector<float> entries);

    /// <summary>The merged entries of all models.</summary>
    /// <param name="sign">-1, 0 or 1; 0 counts as negative.</param>
    Vector<float> Merge(Vector<float> sign);
}
