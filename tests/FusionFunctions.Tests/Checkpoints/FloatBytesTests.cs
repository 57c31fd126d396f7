using System.Buffers;
using System.Runtime.InteropServices;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

public sealed unsafe class FloatBytesTests
{
    private static readonly float[] s_floats = [1, 2, 3, 4];

    [Fact]
    public void Pinned_bytes_of_an_array_are_those_of_the_part_that_was_given()
    {
        var bytes = FloatBytes.Of(s_floats.AsMemory(1, 2))[3..];

        using var pinned = bytes.Pin();

        Assert.Equal(MemoryMarshal.AsBytes(s_floats.AsSpan(1, 2))[3..], new ReadOnlySpan<byte>(pinned.Pointer, bytes.Length));
    }

    [Fact]
    public void Floats_outside_of_arrays_are_pinned_by_their_owner_and_let_go_with_the_bytes()
    {
        var owner = new NativeFloats(s_floats);
        using IMemoryOwner<float> owned = owner;
        var bytes = FloatBytes.Of(owned.Memory)[4..];

        using (var pinned = bytes.Pin())
        {
            Assert.Equal(1, owner.Pins);
            Assert.Equal(MemoryMarshal.AsBytes(s_floats.AsSpan(1)), new ReadOnlySpan<byte>(pinned.Pointer, bytes.Length));
        }

        Assert.Equal(0, owner.Pins);
    }

    private sealed class NativeFloats : MemoryManager<float>
    {
        private readonly float* _start;
        private readonly int _length;

        public NativeFloats(float[] floats)
        {
            _length = floats.Length;
            _start = (float*)NativeMemory.Alloc((nuint)_length, sizeof(float));
            floats.CopyTo(GetSpan());
        }

        public int Pins { get; private set; }

        public override Span<float> GetSpan() => new(_start, _length);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Pins++;
            return new(_start + elementIndex, pinnable: this);
        }

        public override void Unpin() => Pins--;

        protected override void Dispose(bool disposing) => NativeMemory.Free(_start);
    }
}
