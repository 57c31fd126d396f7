using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>A file may store a tied tensor more than once; then all copies must be the same, or the model has no one meaning.</summary>
internal static class TiedCopies
{
    private const int SliceBytes = 1 << 20;

    public static async Task RequireEqualAsync(
        string folder,
        (SafetensorsFile File, string Key) first,
        TensorInfo firstInfo,
        (SafetensorsFile File, string Key) second,
        TensorInfo secondInfo,
        CancellationToken cancellationToken)
    {
        bool equal = firstInfo.DType == secondInfo.DType && firstInfo.Shape.SequenceEqual(secondInfo.Shape);
        long length = firstInfo.ElementCount * firstInfo.DType.Size();
        byte[] a = new byte[Math.Min(length, SliceBytes)], b = new byte[a.Length];
        for (long offset = 0; equal && offset < length; offset += SliceBytes)
        {
            int count = (int)Math.Min(SliceBytes, length - offset);
            await first.File.ReadBytesAsync(first.Key, offset, a.AsMemory(0, count), cancellationToken);
            await second.File.ReadBytesAsync(second.Key, offset, b.AsMemory(0, count), cancellationToken);
            equal = a.AsSpan(0, count).SequenceEqual(b.AsSpan(0, count));
        }
        if (!equal)
            throw new CheckpointException(
                $"{folder}: '{first.Key}' and '{second.Key}' are one tensor in this architecture, but the file holds two different ones. Save the model again with its embeddings tied.");
    }
}
