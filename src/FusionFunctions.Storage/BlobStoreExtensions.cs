using System.Text;
using System.Text.Json;

namespace FusionFunctions.Storage;

/// <summary>Whole blobs at once, for the small ones.</summary>
public static class BlobStoreExtensions
{
    /// <exception cref="StorageException">The blob is larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<byte[]> ReadBytesAsync(this IBlobStore store, BlobPath path, int maxBytes, CancellationToken cancellationToken)
    {
        await using var reader = await store.OpenReadAsync(path, cancellationToken);
        if (reader.Length > maxBytes)
            throw new StorageException($"'{reader.Name}' has {reader.Length} bytes; at most {maxBytes} are accepted there.");
        byte[] bytes = new byte[reader.Length];
        await reader.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }

    /// <returns>False where the mode was <see cref="BlobWriteMode.Create"/> and the blob existed.</returns>
    public static async Task<bool> WriteBytesAsync(
        this IBlobStore store, BlobPath path, ReadOnlyMemory<byte> bytes, BlobWriteMode mode, CancellationToken cancellationToken)
    {
        await using var writer = await store.OpenWriteAsync(path, mode, cancellationToken);
        await writer.WriteAsync(bytes, cancellationToken);
        return await writer.CommitAsync(cancellationToken);
    }

    public static Task<bool> WriteTextAsync(
        this IBlobStore store, BlobPath path, string text, BlobWriteMode mode, CancellationToken cancellationToken) =>
        store.WriteBytesAsync(path, Encoding.UTF8.GetBytes(text), mode, cancellationToken);

    /// <exception cref="StorageException">The blob is not JSON of that shape.</exception>
    public static async Task<T> ReadJsonAsync<T>(
        this IBlobStore store, BlobPath path, int maxBytes, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        byte[] bytes = await store.ReadBytesAsync(path, maxBytes, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, options) ?? throw new JsonException("null is not expected here");
        }
        catch (JsonException e)
        {
            throw new StorageException($"'{path}' in {store.Name} is damaged ({e.Message}); delete it and run again.", e);
        }
    }

    public static Task<bool> WriteJsonAsync<T>(
        this IBlobStore store, BlobPath path, T value, BlobWriteMode mode, JsonSerializerOptions options, CancellationToken cancellationToken) =>
        store.WriteBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(value, options), mode, cancellationToken);

    /// <summary>Copies a blob from one store to another through a buffer of fixed size.</summary>
    public static async Task CopyAsync(
        this IBlobStore source, BlobPath from, IBlobStore target, BlobPath to, BlobWriteMode mode, CancellationToken cancellationToken)
    {
        await using var reader = await source.OpenReadAsync(from, cancellationToken);
        await using var writer = await target.OpenWriteAsync(to, mode, cancellationToken);
        byte[] buffer = new byte[Math.Clamp(reader.Length, 1, 1 << 20)];
        for (long offset = 0; offset < reader.Length;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, reader.Length - offset));
            await reader.ReadAsync(offset, part, cancellationToken);
            await writer.WriteAsync(part, cancellationToken);
            offset += part.Length;
        }
        await writer.CommitAsync(cancellationToken);
    }
}
