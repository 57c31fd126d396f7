using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Memory for what a pass computes on the way, kept from batch to batch: large blocks that are given back and asked for again at every layer
/// cost the operating system more time than some of the layers. For one thread at a time.
/// </summary>
internal sealed class Workspace(Device device, ScalarType type) : IDisposable
{
    private readonly Dictionary<(WorkspacePart, int), Tensor> _buffers = [];

    public Device Device => device;

    public ScalarType ElementType => type;

    /// <param name="part">Parts never share memory.</param>
    /// <param name="rows">Of the matrix.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <param name="layer">Where every layer has its own.</param>
    /// <returns>[rows, columns], contiguous, with whatever it held before; in the current dispose scope.</returns>
    public Tensor Take(WorkspacePart part, long rows, long columns, int layer = 0)
    {
        if (!_buffers.TryGetValue((part, layer), out var buffer) || buffer.shape[0] < rows * columns)
        {
            buffer?.Dispose();
            _buffers[(part, layer)] = buffer = empty(rows * columns, dtype: type, device: device).DetachFromDisposeScope();
        }
        using var used = buffer.slice(0, 0, rows * columns, 1);
        return used.view(rows, columns);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
        _buffers.Clear();
    }
}
