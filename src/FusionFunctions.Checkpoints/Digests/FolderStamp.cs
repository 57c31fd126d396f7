using System.Globalization;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Digests;

/// <summary>
/// What a folder looked like: names, sizes and times of the files that its digest covers. Take it before the digest;
/// while it stays the same, so (as far as files tell without being read) does the digest.
/// </summary>
/// <param name="Text">One line for each file; safe to keep and compare.</param>
public sealed record FolderStamp(string Text)
{
    /// <exception cref="CheckpointException">No checkpoint there, or one that lacks files.</exception>
    public static async Task<FolderStamp> OfAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (string file in await ContentFiles.FindAsync(store, folder, name, cancellationToken))
        {
            var entry = await store.FindAsync(FolderPath.Join(folder, file), cancellationToken)
                ?? throw new CheckpointException($"{name}: the file '{file}' is missing. Download it again.");
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{file} {entry.Length} {entry.LastModified.UtcDateTime:O}"));
        }
        return new(string.Join('\n', lines));
    }

    /// <exception cref="CheckpointException">The folder no longer looks as it did.</exception>
    public async Task RequireUnchangedAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        if (await OfAsync(store, folder, name, cancellationToken) != this)
            throw new CheckpointException($"The checkpoint at {name} changed while the run was going on; run again.");
    }
}
