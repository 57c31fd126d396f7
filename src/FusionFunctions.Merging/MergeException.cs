namespace FusionFunctions.Merging;

/// <summary>A merge that cannot be done as asked; the message names the model, tensor or parameter and the remedy.</summary>
public sealed class MergeException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Where the memory bound is too small, the least one that does, in bytes; else 0.</summary>
    public long LeastMemoryBytes { get; init; }
}
