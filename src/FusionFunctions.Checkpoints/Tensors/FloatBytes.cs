using System.Buffers;
using System.Runtime.InteropServices;

namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>Floats as the bytes that they are, so that files are read into them and written from them without a copy.</summary>
internal sealed unsafe class FloatBytes(Memory<float> floats) : MemoryManager<byte>
{
    private readonly Lock _lock = new();
    private MemoryHandle _pinned;
    private int _pins;

    public static Memory<byte> Of(Memory<float> floats) => new FloatBytes(floats).Memory;

    /// <summary>To be read alone.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<float> floats) => Of(MemoryMarshal.AsMemory(floats));

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(floats.Span);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        lock (_lock)
        {
            if (_pins++ == 0)
                _pinned = floats.Pin();
            return new((byte*)_pinned.Pointer + elementIndex, pinnable: this);
        }
    }

    public override void Unpin()
    {
        lock (_lock)
            if (--_pins == 0)
                _pinned.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        // The floats are their owner's.
    }
}
