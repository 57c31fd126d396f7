using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Hub.Transport;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>What a file must be, from the listing and from the headers of its download, which must agree.</summary>
internal sealed record ExpectedContent(long Size, string? Sha256, string? GitSha1)
{
    /// <exception cref="HubException">They disagree, or neither says enough to verify the content.</exception>
    public static ExpectedContent Of(HubRevision revision, HubFile file, HubResponse response)
    {
        string what = $"'{file.Path}' of {revision.Repository}@{revision.Commit}";
        var headers = response.Headers;
        if (headers.Commit is { } commit && commit != revision.Commit)
            throw Disagree(what, "commit", revision.Commit, commit);
        string? sha256 = Agreed(what, "sha256", file.Sha256, Hex(headers.Digest, HexDigest.Sha256Length));
        string? gitSha1 = Agreed(what, "git blob id", file.GitSha1, Hex(headers.Digest, HexDigest.GitSha1Length));
        if (file.Size is { } listed && headers.Size is { } linked && listed != linked)
            throw Disagree(what, "size", $"{listed}", $"{linked}");
        return (sha256 ?? gitSha1, file.Size ?? headers.Size ?? Length(response)) switch
        {
            (null, _) => throw Unverifiable(what, "digest"),
            (_, null) => throw Unverifiable(what, "size"),
            (_, { } size) => new(size, sha256, gitSha1),
        };
    }

    private static long? Length(HubResponse response) => response.Content.ContentRange?.Length ?? response.Content.ContentLength;

    private static string? Hex(string? digest, int length) => digest is not null && HexDigest.IsHex(digest, length) ? digest : null;

    private static string? Agreed(string what, string kind, string? listed, string? sent) =>
        listed is null || sent is null || listed == sent ? listed ?? sent : throw Disagree(what, kind, listed, sent);

    private static HubException Unverifiable(string what, string missing) =>
        new(HubFailure.Damaged, $"{what}: the hub names no {missing}, so the file cannot be verified. Check HF_ENDPOINT.");

    private static HubException Disagree(string what, string kind, string listed, string sent) =>
        new(HubFailure.Damaged, $"{what}: the hub lists it with {kind} {listed} but sends {kind} {Printable.Text(sent)}.");
}
