using System.Buffers;
using System.Security.Cryptography;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Digests;

/// <summary>The sha256 of one file; of one that is not in memory, taken through a buffer of fixed size.</summary>
public static class FileDigest
{
    private const int BufferBytes = 1 << 20;

    /// <returns>Lower-case hex.</returns>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <returns>Lower-case hex.</returns>
    /// <exception cref="StorageException">The file is missing or cannot be read.</exception>
    public static async Task<string> OfAsync(IBlobStore store, BlobPath path, CancellationToken cancellationToken)
    {
        await using var reader = await store.OpenReadAsync(path, cancellationToken);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(reader.Length, 1, BufferBytes));
        try
        {
            for (long offset = 0; offset < reader.Length;)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, reader.Length - offset));
                await reader.ReadAsync(offset, part, cancellationToken);
                sha256.AppendData(part.Span);
                offset += part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Convert.ToHexStringLower(sha256.GetHashAndReset());
    }
}
