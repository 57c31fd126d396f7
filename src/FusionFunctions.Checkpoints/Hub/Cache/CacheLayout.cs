using System.Diagnostics.CodeAnalysis;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <summary>
/// Where the cache keeps things: <c>checkpoints/{org}/{name}/{commit}/{file}</c> (data sets under <c>datasets/</c>) and beside each
/// commit's folder its manifest <c>{commit}.json</c> and its lease <c>{commit}.lock</c>; <c>refs/{revision}</c> remembers commits.
/// </summary>
internal static class CacheLayout
{
    public const string ManifestExtension = ".json";
    public const string LeaseExtension = ".lock";

    public static string Root(HubRepositoryKind kind) => kind == HubRepositoryKind.Dataset ? "datasets" : "checkpoints";

    public static string Folder(HubRepository repository, string commit) => $"{Root(repository.Kind)}/{repository.Name}/{commit}";

    public static BlobPath File(HubRepository repository, string commit, BlobPath file) => BlobPath.Parse($"{Folder(repository, commit)}/{file}");

    public static BlobPath Manifest(HubRepository repository, string commit) => BlobPath.Parse(Folder(repository, commit) + ManifestExtension);

    public static BlobPath Lease(HubRepository repository, string commit) => BlobPath.Parse(Folder(repository, commit) + LeaseExtension);

    /// <summary>One segment, whatever the revision: <c>refs/pr/1</c> and a branch <c>refs</c> may both be asked for.</summary>
    public static BlobPath Reference(HubRepository repository, string revision) =>
        BlobPath.Parse($"{Root(repository.Kind)}/{repository.Name}/refs/{Uri.EscapeDataString(revision)}");

    /// <summary>Tells which commit a blob belongs to.</summary>
    /// <param name="path">A blob under one of the roots.</param>
    /// <param name="repository">Whose commit.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="rest"><c>/file</c>, <c>.json</c> or <c>.lock</c>.</param>
    public static bool TryParse(BlobPath path, [NotNullWhen(true)] out HubRepository? repository, out string commit, out string rest)
    {
        (repository, commit, rest) = (null, "", "");
        string[] parts = path.Value.Split('/', 4);
        if (parts.Length < 4 || parts[3].Length <= HexDigest.GitSha1Length || !HubRevisionName.IsCommit(parts[3][..HexDigest.GitSha1Length]))
            return false;
        var kind = parts[0] == Root(HubRepositoryKind.Dataset) ? HubRepositoryKind.Dataset : HubRepositoryKind.Model;
        if (!HubRepository.TryCreate(kind, $"{parts[1]}/{parts[2]}", out repository))
            return false;
        (commit, rest) = (parts[3][..HexDigest.GitSha1Length], parts[3][HexDigest.GitSha1Length..]);
        return rest is ManifestExtension or LeaseExtension || rest[0] == '/';
    }

    /// <summary>Tells which branch or tag a blob remembers.</summary>
    public static bool TryParseReference(BlobPath path, out string repository, out string revision)
    {
        string[] parts = path.Value.Split('/');
        bool isReference = parts.Length == 5 && parts[3] == "refs";
        (repository, revision) = isReference ? ($"{parts[1]}/{parts[2]}", Uri.UnescapeDataString(parts[4])) : ("", "");
        return isReference;
    }
}
