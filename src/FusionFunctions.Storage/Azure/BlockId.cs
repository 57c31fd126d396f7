using System.Buffers.Binary;

namespace FusionFunctions.Storage.Azure;

/// <summary>
/// Names of uploaded blocks. All names of one blob's blocks must have the same length, also those of other writers and tools: 48 bytes,
/// as Azure's own SDKs use. The writer's part keeps writers of the same blob from overwriting each other's blocks.
/// </summary>
internal static class BlockId
{
    public static string Of(Guid writer, int index)
    {
        Span<byte> id = stackalloc byte[48];
        id.Clear();
        writer.TryWriteBytes(id);
        BinaryPrimitives.WriteInt32BigEndian(id[16..], index);
        return Convert.ToBase64String(id);
    }
}
