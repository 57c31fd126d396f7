using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>Reads a content through its digests, into a blob or into nothing.</summary>
internal static class VerifiedCopy
{
    private const int BufferBytes = 1 << 20;

    /// <param name="source">What is read, whole.</param>
    /// <param name="file">What it must be.</param>
    /// <param name="target">Where it goes; not committed here. Null to verify only.</param>
    /// <param name="what">For messages.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="HubException">Another size or digest.</exception>
    public static async Task<HubDownload> RunAsync(
        IBlobReader source, HubFile file, IBlobWriter? target, string what, CancellationToken cancellationToken)
    {
        if (file.Size is { } size && size != source.Length)
            throw new HubException(HubFailure.Damaged, $"{what} has {source.Length} bytes; {size} were expected.");
        using var hash = new VerifyingHash(new(source.Length, file.Sha256, file.GitSha1));
        byte[] buffer = new byte[Math.Clamp(source.Length, 1, BufferBytes)];
        for (long offset = 0; offset < source.Length;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, source.Length - offset));
            await source.ReadAsync(offset, part, cancellationToken);
            hash.Append(part.Span);
            if (target is not null)
                await target.WriteAsync(part, cancellationToken);
            offset += part.Length;
        }
        return new(source.Length, hash.Finish(what));
    }
}
