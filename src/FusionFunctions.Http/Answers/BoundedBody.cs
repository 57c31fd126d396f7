using FusionFunctions.Experiments;

namespace FusionFunctions.Http.Answers;

/// <summary>Reads a request's body, and no more of it than an experiment can need.</summary>
internal static class BoundedBody
{
    /// <returns>Null where the body is longer than <see cref="ExperimentReader.MaxBytes"/>.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[ExperimentReader.MaxBytes + 1];
        int count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count < buffer.Length ? buffer[..count] : null;
    }
}
