using FusionFunctions.Checkpoints.Hub.Downloads;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <summary>Compares an entry's files with its manifest.</summary>
internal static class CacheVerifier
{
    public static async Task<IReadOnlyList<CacheProblem>> FindProblemsAsync(
        IBlobStore store, CacheEntry entry, CancellationToken cancellationToken)
    {
        var problems = new List<CacheProblem>();
        var expected = await ExpectedAsync(store, entry, problems, cancellationToken);
        if (expected is null)
            return problems;
        foreach (var file in entry.Files)
            if (!expected.Remove(file.Path, out var known))
                problems.Add(new(file.Path, "Its manifest does not know it: a run may have ended just then. The next that needs it will check it."));
            else if (await ProblemOfAsync(store, file.Path, known, cancellationToken) is { } problem)
                problems.Add(new(file.Path, problem));
        problems.AddRange(expected.Keys.Select(path => new CacheProblem(path, "It is missing. The next run that needs it will fetch it again.")));
        return problems;
    }

    private static async Task<Dictionary<BlobPath, HubFile>?> ExpectedAsync(
        IBlobStore store, CacheEntry entry, List<CacheProblem> problems, CancellationToken cancellationToken)
    {
        var path = CacheLayout.Manifest(entry.Repository, entry.Commit);
        try
        {
            var manifest = await CacheManifest.ReadAsync(store, entry.Repository, entry.Commit, cancellationToken);
            if (manifest is not null)
                return manifest.FetchedFiles().Files.ToDictionary(file => CacheLayout.File(entry.Repository, entry.Commit, file.Path));
            // Without files there is nothing that a manifest would have to know of.
            if (entry.Files.Count > 0)
                problems.Add(new(path, "It is missing: a run may have ended before it was written. The next will check the files."));
        }
        catch (StorageException e)
        {
            problems.Add(new(path, e.Message));
        }
        return null;
    }

    private static async Task<string?> ProblemOfAsync(IBlobStore store, BlobPath path, HubFile file, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await store.OpenReadAsync(path, cancellationToken);
            await VerifiedCopy.RunAsync(reader, file, null, "The file", cancellationToken);
            return null;
        }
        catch (Exception e) when (e is HubException or StorageException)
        {
            return $"{e.Message} Prune the commit and run again.";
        }
    }
}
