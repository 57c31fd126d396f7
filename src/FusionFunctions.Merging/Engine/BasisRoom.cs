using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <summary>Room for a slice of what inputs are updates of, where none of them is that itself.</summary>
internal sealed class BasisRoom(int elements) : IDisposable
{
    // Made when it is needed: most pools have no updates.
    private float[]? _room;
    private (ITensorReader Basis, TensorSlice Slice)? _held;

    /// <summary>Reads the slice unless it is what was read last.</summary>
    /// <param name="basis">Holds the tensor.</param>
    /// <param name="slice">What to read.</param>
    /// <param name="readAsync">Reads it.</param>
    public async ValueTask<ReadOnlyMemory<float>> GetAsync(ITensorReader basis, TensorSlice slice, Func<Memory<float>, ValueTask> readAsync)
    {
        var room = (_room ??= SliceRoom.Rent(elements)).AsMemory(0, slice.Length);
        if (_held != (basis, slice))
        {
            _held = null;
            await readAsync(room);
            _held = (basis, slice);
        }
        return room;
    }

    public void Dispose()
    {
        if (_room is not null)
            SliceRoom.Return(_room);
    }
}
