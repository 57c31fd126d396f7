using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>
/// SentencePiece's precompiled_charsmap, T5's being NFKC and some more: the size of a double-array trie in bytes, its units
/// (darts-clone), and replacements, each ended by a 0. The trie's values are positions among the replacements. All little endian.
/// </summary>
internal sealed class CharsMap
{
    // T5's longest rule reads 10 bytes and its longest replacement has 33.
    private const int MaxRuleBytes = 64;
    private const int MaxReplacementBytes = 256;

    private const uint LeafBit = 1u << 31;

    private readonly uint[] _units;
    private readonly ReadOnlyMemory<byte> _replacements;

    /// <exception cref="InvalidDataException">Not such a map.</exception>
    public CharsMap(ReadOnlyMemory<byte> blob)
    {
        uint size = blob.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(blob.Span);
        if (size == 0 || size % 4 != 0 || size > blob.Length - 4)
            throw Damaged();
        var trie = blob.Span.Slice(4, (int)size);
        _units = MemoryMarshal.Cast<byte, uint>(trie).ToArray();
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(_units, _units);
        _replacements = blob[(4 + trie.Length)..];
        foreach (uint unit in _units)
            if ((unit & LeafBit) != 0)
                CheckReplacement(unit & ~LeafBit);
    }

    /// <summary>The replacement for the longest rule that the text starts with; false where there is none.</summary>
    public bool TryReplace(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement, out int consumed)
    {
        replacement = default;
        consumed = 0;
        uint value = 0;
        uint node = Offset(_units[0]);
        int length = Math.Min(text.Length, MaxRuleBytes);
        for (int i = 0; i < length; i++)
        {
            node ^= text[i];
            if (node >= _units.Length || (_units[node] & (LeafBit | 0xFF)) != text[i])
                break;
            uint unit = _units[node];
            node ^= Offset(unit);
            if (HasLeaf(unit) && node < _units.Length)
                (value, consumed) = (_units[node], i + 1);
        }
        if (consumed == 0 || (value & LeafBit) == 0)
            return false;
        replacement = _replacements.Span[(int)(value & ~LeafBit)..];
        replacement = replacement[..replacement.IndexOf((byte)0)];
        return true;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static bool HasLeaf(uint unit) => (unit & (1u << 8)) != 0;

    private void CheckReplacement(uint position)
    {
        if (position >= _replacements.Length)
            throw Damaged();
        var rest = _replacements.Span[(int)position..];
        if (!rest[..Math.Min(rest.Length, MaxReplacementBytes + 1)].Contains((byte)0))
            throw Damaged();
    }

    private static InvalidDataException Damaged() => new("is damaged: its precompiled_charsmap is missing or makes no sense");
}
