using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>Reads a content through its digests, into a blob or into nothing.</summary>
internal static class VerifiedCopy
{
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
        await hash.AppendAsync(source, target, cancellationToken);
        return new(source.Length, hash.Finish(what));
    }
}
