using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>
/// Writes a safetensors file from front to back: the tensors are known beforehand, their elements come in slices,
/// ordinal by name. The sha256 of the file is taken on the way.
/// </summary>
public sealed class SafetensorsWriter : IAsyncDisposable
{
    private const int MaxSliceBytes = 1 << 20;
    private readonly IBlobWriter _writer;
    private readonly SafetensorsDigest _digest;
    private readonly TensorCursor _at;

    private SafetensorsWriter(IBlobWriter writer, SafetensorsDigest digest) => (_writer, _digest, _at) = (writer, digest, new(digest.Tensors));

    /// <summary>In the order in which their elements must come.</summary>
    public IReadOnlyList<TensorInfo> Tensors => _digest.Tensors;

    /// <summary>Writes the header. Takes over the writer.</summary>
    /// <exception cref="CheckpointException">Two tensors have one name, or one has a name that the format keeps for itself.</exception>
    public static async Task<SafetensorsWriter> CreateAsync(IBlobWriter writer, IEnumerable<TensorInfo> tensors, CancellationToken cancellationToken)
    {
        SafetensorsDigest digest;
        try
        {
            digest = new([.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)]);
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
        return await CreateAsync(writer, digest, cancellationToken);
    }

    /// <param name="writer">Taken over.</param>
    /// <param name="digest">Knows the tensors; taken over. What it has not taken in when it is written, it takes in then.</param>
    /// <param name="cancellationToken">Stops the writing of the header.</param>
    internal static async Task<SafetensorsWriter> CreateAsync(IBlobWriter writer, SafetensorsDigest digest, CancellationToken cancellationToken)
    {
        var result = new SafetensorsWriter(writer, digest);
        try
        {
            await writer.WriteAsync(digest.Header, cancellationToken);
            return result;
        }
        catch
        {
            await result.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes elements into the sha256 before they are written, while earlier ones are. They must come in the same order.</summary>
    public void Digest(ReadOnlyMemory<float> elements) => _digest.Append(elements);

    /// <inheritdoc cref="Digest(ReadOnlyMemory{float})"/>
    public void Digest(StoredSlice stored) => _digest.Append(stored);

    /// <summary>Appends elements of the current tensor, rounded to its type; a full tensor makes the next one current.</summary>
    public async Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken)
    {
        while (!elements.IsEmpty)
        {
            var dtype = _at.Current.DType;
            int count = _at.Take(Math.Min(elements.Length, MaxSliceBytes / dtype.Size()));
            using var stored = new StoredElements(dtype, elements[..count]);
            await WriteAsync(stored.Bytes, count, cancellationToken);
            elements = elements[count..];
        }
    }

    /// <summary>Appends elements of the current tensor as they are.</summary>
    public Task WriteAsync(StoredSlice stored, CancellationToken cancellationToken)
    {
        _at.Require(stored);
        return WriteAsync(stored.Bytes, stored.Count, cancellationToken);
    }

    /// <summary>Makes the file visible.</summary>
    /// <returns>Its sha256 in lower-case hex.</returns>
    /// <exception cref="InvalidOperationException">Elements are missing.</exception>
    public async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        string sha256 = Complete();
        await _writer.CommitAsync(cancellationToken);
        return sha256;
    }

    /// <summary>Ends the file without making it visible: that is left to whoever opened the blob.</summary>
    /// <returns>Its sha256 in lower-case hex.</returns>
    /// <exception cref="InvalidOperationException">Elements are missing.</exception>
    internal string Complete()
    {
        _at.RequireEnd();
        return _digest.Complete();
    }

    public ValueTask DisposeAsync()
    {
        _digest.Dispose();
        return _writer.DisposeAsync();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> stored, int count, CancellationToken cancellationToken)
    {
        if (_digest.Elements == _at.Elements)
            _digest.Append(stored.Span, count);
        await _writer.WriteAsync(stored, cancellationToken);
        _at.Advance(count);
    }
}
