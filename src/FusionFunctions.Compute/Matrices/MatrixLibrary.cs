namespace FusionFunctions.Compute.Matrices;

/// <summary>What multiplies and decomposes the matrices of spectral methods.</summary>
public enum MatrixLibrary
{
    /// <summary>Managed code on the processor: the same bits on every machine.</summary>
    Managed,

    /// <summary>libtorch, on whichever device: it decomposes several times as fast; kinds of devices and processors differ by rounding.</summary>
    LibTorch,
}
