using System.Buffers.Binary;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>An open safetensors file. Tensors are read when asked for, in slices.</summary>
public sealed class SafetensorsFile : ITensorFile
{
    private readonly IBlobReader _reader;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsFile(IBlobReader reader, SafetensorsHeader header)
    {
        (_reader, _dataStart) = (reader, header.DataStart);
        _entries = header.Entries.ToDictionary(entry => entry.Tensor.Name, StringComparer.Ordinal);
    }

    public string Name => _reader.Name;

    public IEnumerable<TensorInfo> Tensors => _entries.Values.Select(entry => entry.Tensor);

    IEnumerable<IReadOnlyList<string>> ITensorFile.Shared => [];

    /// <summary>Takes over the reader.</summary>
    /// <exception cref="CheckpointException">It is not a safetensors file.</exception>
    public static async Task<SafetensorsFile> OpenAsync(IBlobReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return new(reader, await ReadHeaderAsync(reader, cancellationToken));
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads elements [<paramref name="firstElement"/>, + destination.Length) as float32.</summary>
    public ValueTask ReadAsync(string tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken) =>
        this.ReadAsync(tensor, _entries[tensor].Tensor.DType, firstElement, destination, cancellationToken);

    /// <summary>Reads stored bytes of one tensor.</summary>
    public ValueTask ReadBytesAsync(string tensor, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var entry = _entries[tensor];
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, entry.End - entry.Begin - offset, nameof(destination));
        return _reader.ReadAsync(_dataStart + entry.Begin + offset, destination, cancellationToken);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private static async Task<SafetensorsHeader> ReadHeaderAsync(IBlobReader reader, CancellationToken cancellationToken)
    {
        byte[] prefix = new byte[sizeof(ulong)];
        if (reader.Length < prefix.Length)
            throw SafetensorsHeader.Bad(reader.Name, $"it has only {reader.Length} bytes");
        await reader.ReadAsync(0, prefix, cancellationToken);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxBytes)
        {
            await LfsPointer.RefuseAsync(reader, cancellationToken);
            throw SafetensorsHeader.Bad(reader.Name, $"its header claims {length} bytes; at most {SafetensorsHeader.MaxBytes} are allowed");
        }
        if ((long)length > reader.Length - prefix.Length)
            throw SafetensorsHeader.Bad(reader.Name, $"its header claims {length} bytes, but the file has only {reader.Length}");
        byte[] json = new byte[length];
        await reader.ReadAsync(prefix.Length, json, cancellationToken);
        return SafetensorsHeader.Parse(json, reader.Length, reader.Name);
    }
}
