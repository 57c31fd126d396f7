using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Leaderboards;

/// <summary>A leaderboard's files in a store.</summary>
public static class LeaderboardFile
{
    private const int MaxBytes = 64 << 20;

    /// <param name="extension">Without the dot: json, csv or md.</param>
    public static string Name(string extension) => $"leaderboard.{extension}";

    /// <param name="folder">The leaderboard's.</param>
    /// <param name="extension">As in <see cref="Name"/>.</param>
    public static BlobPath Of(string folder, string extension) => BlobPath.Parse($"{folder}/{Name(extension)}");

    /// <returns>The text.</returns>
    /// <exception cref="BlobNotFoundException">There is no such file.</exception>
    public static async Task<string> ReadAsync(IBlobStore store, BlobPath file, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await store.ReadBytesAsync(file, MaxBytes, cancellationToken));
}
