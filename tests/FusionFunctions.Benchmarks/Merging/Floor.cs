using FusionFunctions.Storage;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>The time to move the bytes alone.</summary>
internal static class Floor
{
    private const int BufferBytes = 4 << 20;

    public static async Task RunAsync(BenchmarkPool pool, int inputs, int passes, int outputs, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        for (int pass = 0; pass < passes; pass++)
            foreach (var input in pool.Pool.Inputs.TakeLast(inputs))
            {
                await using var reader = await pool.Store.OpenReadAsync(BlobPath.Parse($"{input.Name}/model.safetensors"), cancellationToken);
                for (long at = 0; at < reader.Length; at += BufferBytes)
                    await reader.ReadAsync(at, buffer.AsMemory(0, (int)Math.Min(BufferBytes, reader.Length - at)), cancellationToken);
            }
        for (int output = 0; output < outputs; output++)
        {
            await using var writer = await pool.Store.OpenWriteAsync(BlobPath.Parse($"out/{output}.safetensors"), BlobWriteMode.Replace, cancellationToken);
            for (long left = pool.ModelBytes; left > 0; left -= BufferBytes)
                await writer.WriteAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, left)), cancellationToken);
            await writer.CommitAsync(cancellationToken);
        }
    }
}
