using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Digests;

/// <summary>
/// The sha256 of large files, kept in a store from one run to the next: to read them takes longer than many a merge. One stands for a file as long as
/// size, times and <see cref="BlobEntry.Tag"/> stay what they were.
/// </summary>
/// <param name="store">Keeps them as <c>digests/{sha256 of the file's name}</c>.</param>
/// <param name="time">Tells how long ago a file was written; null is the system's clock.</param>
public sealed class KeptDigests(IBlobStore store, TimeProvider? time = null)
{
    // Smaller files are read in the time that it takes to find what was kept of them.
    private const long SmallestFile = 4 << 20;
    private const int MaxBytes = 16 << 10;
    // Written again at once, a file may look the same: clocks of file systems tick, and those of other machines differ.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(10);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <returns>Lower-case hex.</returns>
    /// <exception cref="StorageException">The file is missing or cannot be read.</exception>
    public async Task<string> OfAsync(IBlobStore from, BlobPath file, CancellationToken cancellationToken)
    {
        if (await from.FindAsync(file, cancellationToken) is not { Length: >= SmallestFile } entry)
            return await FileDigest.OfAsync(from, file, cancellationToken);
        string name = $"{from.Name}/{file}";
        var place = BlobPath.Parse($"digests/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}");
        string look = string.Create(CultureInfo.InvariantCulture, $"{name}\n{entry.Length} {entry.LastModified.UtcDateTime:O} {entry.Tag}\n");
        if (await FindAsync(place, look, cancellationToken) is { } kept)
            return kept;

        var began = _time.GetUtcNow();
        string sha256 = await FileDigest.OfAsync(from, file, cancellationToken);
        if (began - entry.LastModified > s_settled && await from.FindAsync(file, cancellationToken) == entry)
            await TryKeepAsync(place, look + sha256, cancellationToken);
        return sha256;
    }

    private async Task<string?> FindAsync(BlobPath place, string look, CancellationToken cancellationToken)
    {
        try
        {
            string text = Encoding.UTF8.GetString(await store.ReadBytesAsync(place, MaxBytes, cancellationToken));
            return text.StartsWith(look, StringComparison.Ordinal) && HexDigest.IsSha256(text[look.Length..]) ? text[look.Length..] : null;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private async Task TryKeepAsync(BlobPath place, string text, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteTextAsync(place, text, BlobWriteMode.Replace, cancellationToken);
        }
        catch (StorageException)
        {
            // A store that cannot be written: the next run reads the file again.
        }
    }
}
