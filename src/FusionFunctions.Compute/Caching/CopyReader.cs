using FusionFunctions.Storage;

namespace FusionFunctions.Compute.Caching;

/// <summary>A copy that goes by the name of what it was copied from: messages speak of that, and data sets tell their format by it.</summary>
internal sealed class CopyReader(IBlobReader copy, string name) : IBlobReader
{
    public string Name => name;

    public long Length => copy.Length;

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => copy.ReadAsync(offset, buffer, cancellationToken);

    public ValueTask DisposeAsync() => copy.DisposeAsync();
}
