using System.Buffers;
using System.Security.Cryptography;
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
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _tensor;
    private long _element;

    private SafetensorsWriter(IBlobWriter writer, IReadOnlyList<TensorInfo> tensors) => (_writer, Tensors) = (writer, tensors);

    /// <summary>In the order in which their elements must come.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>Writes the header. Takes over the writer.</summary>
    /// <exception cref="CheckpointException">Two tensors have one name, or one has a name that the format keeps for itself.</exception>
    public static async Task<SafetensorsWriter> CreateAsync(IBlobWriter writer, IEnumerable<TensorInfo> tensors, CancellationToken cancellationToken)
    {
        var result = new SafetensorsWriter(writer, [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)]);
        try
        {
            await result.WriteBytesAsync(SafetensorsHeaderWriter.Write(result.Tensors), cancellationToken);
            return result;
        }
        catch
        {
            await result.DisposeAsync();
            throw;
        }
    }

    /// <summary>Appends elements of the current tensor, rounded to its type; a full tensor makes the next one current.</summary>
    public async Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken)
    {
        while (!elements.IsEmpty)
        {
            var tensor = Current();
            int size = tensor.DType.Size();
            int count = (int)Math.Min(Math.Min(elements.Length, MaxSliceBytes / size), tensor.ElementCount - _element);
            await WriteAsync(tensor.DType, elements[..count], cancellationToken);
            _element += count;
            elements = elements[count..];
        }
    }

    /// <summary>Appends stored bytes of the current tensor as they are.</summary>
    public async Task WriteRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            return;
        var tensor = Current();
        await WriteBytesAsync(bytes, cancellationToken);
        _element += bytes.Length / tensor.DType.Size();
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
        SkipFullTensors();
        if (_tensor < Tensors.Count)
            throw new InvalidOperationException($"Tensor '{Tensors[_tensor].Name}' got {_element} of {Tensors[_tensor].ElementCount} elements.");
        return Convert.ToHexStringLower(_sha256.GetHashAndReset());
    }

    public ValueTask DisposeAsync()
    {
        _sha256.Dispose();
        return _writer.DisposeAsync();
    }

    private TensorInfo Current()
    {
        SkipFullTensors();
        return _tensor < Tensors.Count ? Tensors[_tensor] : throw new InvalidOperationException("More elements than the tensors have.");
    }

    private void SkipFullTensors()
    {
        for (; _tensor < Tensors.Count && _element == Tensors[_tensor].ElementCount; _tensor++)
            _element = 0;
    }

    private async Task WriteAsync(TensorDType dtype, ReadOnlyMemory<float> elements, CancellationToken cancellationToken)
    {
        if (dtype == TensorDType.F32)
        {
            await WriteBytesAsync(FloatBytes.Of(elements), cancellationToken);
            return;
        }
        byte[] bytes = ArrayPool<byte>.Shared.Rent(elements.Length * dtype.Size());
        var converted = bytes.AsMemory(0, elements.Length * dtype.Size());
        ElementConversion.FromFloat32(dtype, elements.Span, converted.Span);
        await WriteBytesAsync(converted, cancellationToken);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private async Task WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _sha256.AppendData(bytes.Span);
        await _writer.WriteAsync(bytes, cancellationToken);
    }
}
