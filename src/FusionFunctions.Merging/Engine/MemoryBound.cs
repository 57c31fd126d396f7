using System.Globalization;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Engine;

/// <summary>What is told where a merge does not fit its memory bound.</summary>
internal static class MemoryBound
{
    // As --memory counts.
    private const double Megabyte = 1e6;

    /// <param name="method">What does not fit.</param>
    /// <param name="bound">Bytes.</param>
    /// <param name="least">The least bound that does, in bytes.</param>
    /// <param name="inputs">Models that are read.</param>
    /// <param name="neediest">The tensor that needs the most, or null where it makes no difference.</param>
    public static MergeException TooSmall(string method, long bound, long least, int inputs, TensorInfo? neediest)
    {
        string enough = $"{Math.Ceiling(least / Megabyte).ToString("0", CultureInfo.InvariantCulture)}";
        string tensor = neediest is null ? "" : $", the most of it for tensor '{Printable.Text(neediest.Name)}'";
        return new(
            $"{method}: a merge of {inputs} models needs {enough} MB of memory{tensor}; the bound is {(bound / Megabyte).ToString("0.###", CultureInfo.InvariantCulture)} MB. "
            + $"Give fusion merge --memory {enough}MB.")
        {
            LeastMemoryBytes = least,
        };
    }
}
