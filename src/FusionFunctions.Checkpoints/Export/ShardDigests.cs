using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>The digests of all shards: elements may be taken into one while those before them are still written into another.</summary>
/// <param name="plan">Which tensor goes where.</param>
internal sealed class ShardDigests(ShardPlan plan) : IDisposable
{
    private readonly SafetensorsDigest?[] _digests = [.. plan.Shards.Select(shard => shard.Left is null ? new SafetensorsDigest(shard.Tensors) : null)];

    private int _shard = -1;
    private long _elementsLeft;

    /// <exception cref="InvalidOperationException">That shard is left from before.</exception>
    public SafetensorsDigest Of(int shard) => _digests[shard] ?? throw new InvalidOperationException("Nothing is written into a file that is left from before.");

    /// <summary>Takes in the next elements.</summary>
    public void Append(ReadOnlyMemory<float> elements)
    {
        while (!elements.IsEmpty)
        {
            while (_elementsLeft == 0)
                Next();
            int count = (int)Math.Min(elements.Length, _elementsLeft);
            Of(_shard).Append(elements[..count]);
            _elementsLeft -= count;
            elements = elements[count..];
        }
    }

    /// <summary>Takes in the next elements, which are of one tensor.</summary>
    public void Append(StoredSlice stored)
    {
        while (_elementsLeft == 0)
            Next();
        Of(_shard).Append(stored);
        _elementsLeft -= stored.Count;
    }

    public void Dispose()
    {
        foreach (var digest in _digests)
            digest?.Dispose();
    }

    private void Next()
    {
        if (++_shard == _digests.Length)
            throw new InvalidOperationException("More elements than the tensors have.");
        _elementsLeft = plan.Shards[_shard].Missing;
    }
}
