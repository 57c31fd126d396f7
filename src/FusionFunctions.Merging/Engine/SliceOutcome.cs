namespace FusionFunctions.Merging.Engine;

/// <summary>What became of a slice: it waits for its turn in each output while others are read.</summary>
/// <param name="inputs">How many are read.</param>
/// <param name="results">How many are computed.</param>
/// <param name="elements">Of a slice, at most.</param>
internal sealed class SliceOutcome(int inputs, int results, int elements) : IDisposable
{
    // Made when it is needed: not all wait at one time.
    private readonly float[]?[] _results = new float[]?[results];
    private readonly byte[]?[] _stored = new byte[]?[results];
    private readonly bool[] _nonFinite = new bool[inputs];

    /// <summary>By input: whether its part of the slice holds a NaN or an infinity.</summary>
    public ReadOnlySpan<bool> NonFinite => _nonFinite;

    public Memory<float> Result(int result, int length) => (_results[result] ??= SliceRoom.Rent(elements)).AsMemory(0, length);

    /// <summary>The same in the tensor's type, where that is what counts.</summary>
    public Memory<byte> Stored(int result, int bytes)
    {
        if (_stored[result] is not { } room || room.Length < bytes)
            _stored[result] = room = new byte[bytes];
        return room.AsMemory(0, bytes);
    }

    /// <summary>See <see cref="StoredInputs.AreRounded"/>.</summary>
    public bool IsRounded { get; private set; }

    /// <summary>Keeps what is to be noted of the inputs when it is the slice's turn.</summary>
    public void Take(SliceInputs inputs)
    {
        inputs.NonFinite.CopyTo(_nonFinite, 0);
        IsRounded = inputs.AreRounded;
    }

    public void Dispose()
    {
        foreach (float[] result in _results.OfType<float[]>())
            SliceRoom.Return(result);
    }
}
