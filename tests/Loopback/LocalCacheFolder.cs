namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>A Hugging Face cache as its own tools write it: blobs named by digest, snapshots of links to them, refs.</summary>
internal static class LocalCacheFolder
{
    /// <returns>The snapshot's folder.</returns>
    public static string Write(string root, LoopbackRepository repository, string? reference, params string[] files)
    {
        string folder = Path.Combine(root, (repository.Path.StartsWith("datasets/", StringComparison.Ordinal) ? "" : "models--") + repository.Path.Replace("/", "--", StringComparison.Ordinal));
        string snapshot = Path.Combine(folder, "snapshots", repository.Commit);
        Directory.CreateDirectory(Path.Combine(folder, "blobs"));
        foreach (string file in files)
        {
            string blob = Path.Combine(folder, "blobs", repository.Digest(file));
            string link = Path.Combine(snapshot, file);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.WriteAllBytes(blob, repository[file]);
            File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, blob));
        }
        if (reference is not null)
        {
            string path = Path.Combine(folder, "refs", reference);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, repository.Commit);
        }
        return snapshot;
    }
}
