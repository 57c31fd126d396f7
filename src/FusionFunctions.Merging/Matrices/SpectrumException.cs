namespace FusionFunctions.Merging.Matrices;

/// <summary>A decomposition that does not converge; whoever knows the tensor says which it is.</summary>
public sealed class SpectrumException(Exception innerException) : Exception("the spectrum of its matrix does not converge", innerException);
