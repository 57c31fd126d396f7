using System.Security.Cryptography;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>
/// The sha256 of a safetensors file, out of its tensors and their elements. It may be ahead of the file: while some elements are written,
/// those behind them are taken in.
/// </summary>
internal sealed class SafetensorsDigest : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly TensorCursor _at;

    /// <param name="tensors">Ordinal by name.</param>
    public SafetensorsDigest(IReadOnlyList<TensorInfo> tensors)
    {
        Tensors = tensors;
        _at = new(tensors);
        Header = SafetensorsHeaderWriter.Write(tensors);
        _sha256.AppendData(Header.Span);
    }

    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>What the file begins with.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>How many were taken in.</summary>
    public long Elements => _at.Elements;

    /// <exception cref="InvalidOperationException">More than the tensors have.</exception>
    public void Append(ReadOnlyMemory<float> elements)
    {
        while (!elements.IsEmpty)
        {
            int count = _at.Take(elements.Length);
            using var stored = new StoredElements(_at.Current.DType, elements[..count]);
            Append(stored.Bytes.Span, count);
            elements = elements[count..];
        }
    }

    /// <exception cref="InvalidOperationException">They are not of the current tensor.</exception>
    public void Append(StoredSlice stored)
    {
        _at.Require(stored);
        Append(stored.Bytes.Span, stored.Count);
    }

    /// <param name="stored">Elements of one tensor, as they stand in the file.</param>
    /// <param name="count">How many.</param>
    public void Append(ReadOnlySpan<byte> stored, int count)
    {
        _sha256.AppendData(stored);
        _at.Advance(count);
    }

    /// <returns>Lower-case hex.</returns>
    /// <exception cref="InvalidOperationException">Elements are missing.</exception>
    public string Complete()
    {
        _at.RequireEnd();
        return Convert.ToHexStringLower(_sha256.GetHashAndReset());
    }

    public void Dispose() => _sha256.Dispose();
}
