using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Merging.Outputs;

/// <summary>A merged checkpoint as one safetensors file. Takes over the blob writer.</summary>
public sealed class SafetensorsOutput(IBlobWriter blob) : IMergeOutput, IAsyncDisposable
{
    private SafetensorsWriter? _writer;

    public async Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken) =>
        _writer = await SafetensorsWriter.CreateAsync(blob, tensors, cancellationToken);

    public void Digest(ReadOnlyMemory<float> elements) => Begun.Digest(elements);

    public void Digest(StoredSlice stored) => Begun.Digest(stored);

    public Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken) => Begun.WriteAsync(elements, cancellationToken);

    public Task WriteAsync(StoredSlice stored, CancellationToken cancellationToken) => Begun.WriteAsync(stored, cancellationToken);

    /// <summary>Makes the file visible.</summary>
    /// <returns>Its sha256 in lower-case hex.</returns>
    public Task<string> CommitAsync(CancellationToken cancellationToken) => Begun.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? blob.DisposeAsync();

    private SafetensorsWriter Begun => _writer ?? throw new InvalidOperationException("No merge has written to this output yet.");
}
