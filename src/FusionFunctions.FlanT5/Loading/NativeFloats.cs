using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Loading;

/// <summary>A float32 CPU tensor's own memory, so that weights are read into it and nowhere else.</summary>
internal sealed unsafe class NativeFloats : MemoryManager<float>
{
    private readonly Tensor _tensor;
    private readonly float* _start;
    private readonly int _length;

    public NativeFloats(Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32 || !tensor.is_contiguous() || tensor.device.type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException("A contiguous float32 tensor on the CPU is needed.", nameof(tensor));
        _tensor = tensor;
        _length = checked((int)tensor.numel());
        fixed (byte* start = &MemoryMarshal.GetReference(tensor.bytes))
            _start = (float*)start;
    }

    public override Span<float> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
        // Native memory does not move.
    }

    protected override void Dispose(bool disposing) => GC.KeepAlive(_tensor);
}
