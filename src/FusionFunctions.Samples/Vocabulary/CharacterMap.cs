using System.Buffers.Binary;

namespace FusionFunctions.Samples.Vocabulary;

/// <summary>
/// The smallest useful precompiled_charsmap of SentencePiece: tabs and line ends become blanks. It is the size of a double-array trie
/// (darts-clone), its units, and the replacements, each ended by a 0.
/// </summary>
internal static class CharacterMap
{
    private const string Blanks = "\t\n\r";
    private const int Children = 256, Leaves = 512, Units = Leaves + 256;
    private const uint LeafBit = 1u << 31, HasLeaf = 1u << 8;

    public static byte[] Write()
    {
        Span<uint> units = stackalloc uint[Units];
        units.Clear();
        units[0] = Offset(Children);
        foreach (char c in Blanks)
        {
            // A unit's place with its offset exclusive-or'ed in is the place of its leaf, which holds where the replacement starts.
            units[Children + c] = Offset(Children ^ Leaves) | HasLeaf | c;
            units[Leaves + c] = LeafBit;
        }
        byte[] map = new byte[4 + Units * 4 + 2];
        BinaryPrimitives.WriteInt32LittleEndian(map, Units * 4);
        for (int i = 0; i < Units; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + i * 4), units[i]);
        map[^2] = (byte)' ';
        return map;
    }

    private static uint Offset(int places) => (uint)places << 10;
}
