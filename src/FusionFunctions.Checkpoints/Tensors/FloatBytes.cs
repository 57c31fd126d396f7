using System.Buffers;
using System.Runtime.InteropServices;

namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>Floats as the bytes that they are, so that files are read into them and written from them without a copy.</summary>
internal sealed unsafe class FloatBytes(Memory<float> floats) : MemoryManager<byte>
{
    public static Memory<byte> Of(Memory<float> floats) => new FloatBytes(floats).Memory;

    /// <summary>To be read alone.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<float> floats) => Of(MemoryMarshal.AsMemory(floats));

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(floats.Span);

    /// <exception cref="NotSupportedException">The floats are no part of an array.</exception>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        if (!MemoryMarshal.TryGetArray<float>(floats, out var part))
            throw new NotSupportedException("Only floats of an array can be pinned.");
        var handle = GCHandle.Alloc(part.Array, GCHandleType.Pinned);
        return new((byte*)handle.AddrOfPinnedObject() + (part.Offset * (long)sizeof(float)) + elementIndex, handle);
    }

    /// <summary>The handle does it.</summary>
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        // The floats are their owner's.
    }
}
