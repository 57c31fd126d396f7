using System.Buffers;

namespace FusionFunctions.Merging.Slices;

/// <summary>
/// Numbers that are put aside, piece after piece, in blocks of the pool of arrays: the next merge finds them there again. To touch new memory costs
/// more than most of what is done with it.
/// </summary>
internal sealed class PooledBlocks
{
    private const int BlockElements = 1 << 16;
    private readonly List<(float[] Elements, int Used)> _blocks = [];

    /// <summary>Memory that is taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>What was handed out, in blocks that cut no piece.</summary>
    public IEnumerable<ReadOnlyMemory<float>> Used => _blocks.Select(block => new ReadOnlyMemory<float>(block.Elements, 0, block.Used));

    /// <summary>What <see cref="Bytes"/> will be once a piece of so many elements is taken.</summary>
    public long BytesWith(int length) => Fits(length) ? Bytes : Bytes + ((long)Math.Max(length, BlockElements) * sizeof(float));

    /// <summary>A piece that nobody else has, until all are returned; it holds anything.</summary>
    public Memory<float> Take(int length)
    {
        if (!Fits(length))
        {
            Bytes = BytesWith(length);
            _blocks.Add((ArrayPool<float>.Shared.Rent(Math.Max(length, BlockElements)), 0));
        }
        var (elements, used) = _blocks[^1];
        _blocks[^1] = (elements, used + length);
        return elements.AsMemory(used, length);
    }

    /// <summary>Nothing that was handed out may be used any more.</summary>
    public void Return()
    {
        foreach (var (elements, _) in _blocks)
            ArrayPool<float>.Shared.Return(elements);
        _blocks.Clear();
        Bytes = 0;
    }

    private bool Fits(int length) => _blocks.Count > 0 && _blocks[^1].Used + length <= _blocks[^1].Elements.Length;
}
