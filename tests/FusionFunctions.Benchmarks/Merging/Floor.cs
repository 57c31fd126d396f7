using FusionFunctions.Storage;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>Moving the bytes alone: reading files so many times and writing outputs.</summary>
/// <param name="Files">What is read.</param>
/// <param name="Passes">How often.</param>
/// <param name="Outputs">How many files are written.</param>
/// <param name="OutputBytes">Of each.</param>
internal sealed record Floor(IReadOnlyList<string> Files, int Passes, int Outputs, long OutputBytes)
{
    private const int BufferBytes = 4 << 20;

    public long BytesWritten => Outputs * OutputBytes;

    public static string OutputPath(int output) => $"out/{output}.safetensors";

    /// <returns>Bytes read.</returns>
    public async Task<long> RunAsync(IBlobStore store, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        long read = 0;
        for (int pass = 0; pass < Passes; pass++)
            foreach (string file in Files)
                read += await ReadAsync(store, file, buffer, cancellationToken);
        for (int output = 0; output < Outputs; output++)
            await WriteAsync(store, OutputPath(output), buffer, cancellationToken);
        return read;
    }

    private static async Task<long> ReadAsync(IBlobStore store, string file, byte[] buffer, CancellationToken cancellationToken)
    {
        await using var reader = await store.OpenReadAsync(BlobPath.Parse(file), cancellationToken);
        for (long at = 0; at < reader.Length; at += BufferBytes)
            await reader.ReadAsync(at, buffer.AsMemory(0, (int)Math.Min(BufferBytes, reader.Length - at)), cancellationToken);
        return reader.Length;
    }

    private async Task WriteAsync(IBlobStore store, string path, byte[] buffer, CancellationToken cancellationToken)
    {
        await using var writer = await store.OpenWriteAsync(BlobPath.Parse(path), BlobWriteMode.Replace, cancellationToken);
        for (long left = OutputBytes; left > 0; left -= BufferBytes)
            await writer.WriteAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, left)), cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }
}
