using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Memory for what a pass computes on the way, kept from batch to batch: large blocks that are given back and asked for again at every layer
/// cost the operating system more time than some of the layers. For one thread at a time.
/// </summary>
internal sealed class Workspace(Device device, ScalarType type) : IDisposable
{
    private const int PageBytes = 4096;
    private const int LineBytes = 64;
    private readonly Dictionary<(WorkspacePart, int), Tensor> _buffers = [];

    public Device Device => device;

    public ScalarType ElementType => type;

    /// <param name="part">Parts never share memory.</param>
    /// <param name="rows">Of the matrix.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <param name="layer">Where every layer has its own.</param>
    /// <returns>[rows, columns], contiguous, with whatever it held before and room for some rows more; in the current dispose scope.</returns>
    public Tensor Take(WorkspacePart part, long rows, long columns, int layer = 0)
    {
        long room = OneDnn.RowsFor(rows) * columns;
        if (!_buffers.TryGetValue((part, layer), out var buffer) || buffer.shape[0] < room)
        {
            // Where there is no memory for the larger one, the next caller must not find one that was let go.
            if (_buffers.Remove((part, layer)))
                buffer!.Dispose();
            _buffers[(part, layer)] = buffer = zeros(room, dtype: type, device: device).DetachFromDisposeScope();
        }
        using var used = buffer.slice(0, 0, rows * columns, 1);
        return used.view(rows, columns);
    }

    /// <summary>
    /// The same, but rows are never whole pages apart: the places of a column would then share a handful of the cache's lines, which products feel.
    /// </summary>
    /// <param name="part">Parts never share memory.</param>
    /// <param name="rows">Of the matrix.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <returns>[rows, columns], each row contiguous, with whatever it held before; in the current dispose scope.</returns>
    public Tensor TakeRows(WorkspacePart part, long rows, long columns)
    {
        long size = type == ScalarType.Float32 ? sizeof(float) : sizeof(short), apart = columns * size % PageBytes == 0 ? columns + (LineBytes / size) : columns;
        return Take(part, rows, apart).slice(1, 0, columns, 1);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
        _buffers.Clear();
    }
}
