namespace FusionFunctions.Checkpoints.Hub.LocalCaches;

/// <summary>
/// The cache that Hugging Face's own tools keep on a machine: <c>models--org--name/refs/main</c> names a commit, and
/// <c>models--org--name/snapshots/{commit}/</c> holds its files, mostly as links to <c>blobs/</c>. Read, never written.
/// </summary>
/// <param name="root">Its folder; null for none.</param>
internal sealed class LocalHubCache(string? root)
{
    /// <summary>The commit that a branch or tag had when it was last downloaded.</summary>
    public string? FindCommit(HubRepository repository, string revision)
    {
        if (root is null)
            return null;
        string file = Path.Combine(Folder(repository), "refs", revision);
        try
        {
            var info = new FileInfo(file);
            string text = info.Exists && info.Length < 100 ? File.ReadAllText(file).Trim() : "";
            return HubRevisionName.IsCommit(text) ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public LocalSnapshot? FindSnapshot(HubRepository repository, string commit)
    {
        if (root is null)
            return null;
        string folder = Path.Combine(Folder(repository), "snapshots", commit);
        try
        {
            return Directory.Exists(folder) ? LocalSnapshot.Open(folder, repository, commit) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Folder(HubRepository repository)
    {
        string kind = repository.Kind == HubRepositoryKind.Dataset ? "datasets" : "models";
        return Path.Combine(root!, $"{kind}--{repository.Name.Replace("/", "--", StringComparison.Ordinal)}");
    }
}
