using System.Security.Cryptography;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>
/// The folder an export goes to. A file that is there already with the right content stays; one that an interrupted export left
/// with other content is replaced; where another export of the same content is faster, its files stay.
/// </summary>
internal sealed class ExportFolder(IBlobStore store, string folder)
{
    private readonly List<ExportedFile> _files = [];

    public string Name => folder.Length == 0 ? store.Name : $"'{folder}' in {store.Name}";

    /// <summary>What was committed so far, ordinal by name.</summary>
    public IReadOnlyList<ExportedFile> Files => [.. _files.OrderBy(file => file.Name, StringComparer.Ordinal)];

    public async Task<ExportBlob> OpenAsync(string file, CancellationToken cancellationToken)
    {
        bool isLeftOver = await ExistsAsync(file, cancellationToken);
        var mode = isLeftOver ? BlobWriteMode.Replace : BlobWriteMode.Create;
        return new(file, isLeftOver, await store.OpenWriteAsync(FolderPath.Join(folder, file), mode, cancellationToken));
    }

    public async Task CommitAsync(ExportBlob blob, string sha256, CancellationToken cancellationToken)
    {
        bool isThere = blob.IsLeftOver && await HoldsAsync(blob.File, sha256, cancellationToken);
        if (!isThere && !await blob.Writer.CommitAsync(cancellationToken) && !await HoldsAsync(blob.File, sha256, cancellationToken))
            throw new CheckpointException($"Another merge writes '{blob.File}' into {Name} at the same time. Give every merge a folder of its own.");
        var entry = await store.FindAsync(FolderPath.Join(folder, blob.File), cancellationToken)
            ?? throw new CheckpointException($"'{blob.File}' vanished from {Name} while it was being exported; run again.");
        _files.Add(new(blob.File, entry.Length, sha256));
    }

    /// <summary>Takes over a file that is there already.</summary>
    public void Keep(ExportedFile file) => _files.Add(file);

    public async Task WriteAsync(string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var blob = await OpenAsync(file, cancellationToken);
        await using var writer = blob.Writer;
        await writer.WriteAsync(bytes, cancellationToken);
        await CommitAsync(blob, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), cancellationToken);
    }

    public async Task<bool> ExistsAsync(string file, CancellationToken cancellationToken) =>
        await store.FindAsync(FolderPath.Join(folder, file), cancellationToken) is not null;

    public async Task DeleteAsync(string file, CancellationToken cancellationToken) =>
        await store.DeleteAsync(FolderPath.Join(folder, file), cancellationToken);

    /// <summary>Names of the files in the folder itself, not in folders below it.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var entry in store.ListAsync(folder, cancellationToken))
            if (FolderPath.Join(folder, entry.Path.Name) == entry.Path)
                names.Add(entry.Path.Name);
        return names;
    }

    private async Task<bool> HoldsAsync(string file, string sha256, CancellationToken cancellationToken) =>
        await ExistsAsync(file, cancellationToken) && await FileDigest.OfAsync(store, FolderPath.Join(folder, file), cancellationToken) == sha256;
}

/// <param name="File">Its name in the folder.</param>
/// <param name="IsLeftOver">Whether a file of that name was there before.</param>
/// <param name="Writer">Receives the bytes; disposed by whoever opened it.</param>
internal sealed record ExportBlob(string File, bool IsLeftOver, IBlobWriter Writer);
