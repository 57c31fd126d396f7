using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>A file may store a tied tensor more than once; then all copies must be the same, or the model has no one meaning.</summary>
internal static class TiedCopies
{
    private const int SliceBytes = 1 << 20;

    public static async Task RequireEqualAsync(string folder, StoredTensor first, StoredTensor second, CancellationToken cancellationToken)
    {
        bool equal = first.Info.DType == second.Info.DType && first.Info.Shape.SequenceEqual(second.Info.Shape);
        long length = first.Info.ElementCount * first.Info.DType.Size();
        byte[] a = new byte[Math.Min(length, SliceBytes)], b = new byte[a.Length];
        for (long offset = 0; equal && offset < length; offset += SliceBytes)
        {
            int count = (int)Math.Min(SliceBytes, length - offset);
            await first.File.ReadBytesAsync(first.Info.Name, offset, a.AsMemory(0, count), cancellationToken);
            await second.File.ReadBytesAsync(second.Info.Name, offset, b.AsMemory(0, count), cancellationToken);
            equal = a.AsSpan(0, count).SequenceEqual(b.AsSpan(0, count));
        }
        if (!equal)
            throw new CheckpointException(
                $"{folder}: '{Printable.Text(first.Info.Name)}' and '{Printable.Text(second.Info.Name)}' are one tensor in this architecture, "
                + "but the file holds two different ones. Save the model again with its embeddings tied.");
    }
}
