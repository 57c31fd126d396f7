using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Relative position biases for all lengths: they hang on the distance alone, so the table of a shorter row is the corner of a longer one's.
/// Threads may share it.
/// </summary>
internal sealed class PositionBiases(T5Model model) : IDisposable
{
    private const int Step = 64;
    private readonly Lock _lock = new();
    private readonly List<Tensor> _made = [];
    private Tensor? _encoder;
    private Tensor? _decoder;

    /// <returns>[1, heads, length or more, length or more], owned by this.</returns>
    public Tensor Encoder(int length)
    {
        lock (_lock)
            return _encoder is { } table && table.shape[2] >= length ? table : _encoder = Keep(model.Encoder.PositionBias(RoundUp(length)));
    }

    /// <returns>[1, heads, length or more, length or more], owned by this; row i is that of step i.</returns>
    public Tensor Decoder(int length)
    {
        lock (_lock)
            return _decoder is { } table && table.shape[2] >= length ? table : _decoder = Keep(model.Decoder.PositionBias(RoundUp(length)));
    }

    public void Dispose()
    {
        foreach (var table in _made)
            table.Dispose();
    }

    private static int RoundUp(int length) => (length + Step - 1) / Step * Step;

    // Another thread may still read a smaller one.
    private Tensor Keep(Tensor table)
    {
        _made.Add(table.DetachFromDisposeScope());
        return table;
    }
}
