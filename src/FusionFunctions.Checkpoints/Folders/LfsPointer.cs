using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>The few lines of text that a clone has in place of a large file which Git LFS has not fetched.</summary>
public static class LfsPointer
{
    private static ReadOnlySpan<byte> Start => "version https://git-lfs"u8;

    /// <param name="content">Of a file, or its beginning.</param>
    public static bool Is(ReadOnlySpan<byte> content) => content.StartsWith(Start);

    /// <exception cref="CheckpointException">The file is one.</exception>
    internal static async Task RefuseAsync(IBlobReader reader, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[Math.Min(reader.Length, Start.Length)];
        await reader.ReadAsync(0, bytes, cancellationToken);
        if (Is(bytes))
            throw new CheckpointException($"{reader.Name}: this is a pointer of Git LFS, not the weights. Run 'git lfs pull' in its repository, or download the file again.");
    }
}
