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

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var pinned = floats.Pin();
        return new((byte*)pinned.Pointer + elementIndex, pinnable: new PinnedFloats(pinned));
    }

    /// <summary>The handle does it.</summary>
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        // The floats are their owner's.
    }

    /// <summary>Lets the floats go with the bytes.</summary>
    private sealed class PinnedFloats(MemoryHandle pinned) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("They are pinned already.");

        public void Unpin() => pinned.Dispose();
    }
}
