using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>
/// Operations for which TorchSharp makes a scalar at each call. It may be collected while native code still reads it, which then fails or reads
/// another one; these keep theirs alive.
/// </summary>
internal static class KeptScalars
{
    public static TorchSharp.Scalar One { get; } = 1;

    /// <summary>The most negative float: what is added to a score that does not count.</summary>
    public static TorchSharp.Scalar Ignored { get; } = float.MinValue;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + b, in place of a.</summary>
    public static Tensor Increase(this Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>a², which is a·a bit for bit.</summary>
    public static Tensor Squared(this Tensor a) => a.mul(a);
}
