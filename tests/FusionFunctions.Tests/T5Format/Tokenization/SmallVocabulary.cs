using System.Buffers.Binary;
using System.Text;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.T5Format.Tokenization.SentencePiece;
using Google.Protobuf;

namespace FusionFunctions.Tests.T5Format.Tokenization;

/// <summary>
/// Writes a <c>spiece.model</c> with T5's three special pieces, the given ones from id 3 on, and rules for single ASCII characters.
/// </summary>
internal static class SmallVocabulary
{
    public const int FirstId = 3;

    public static readonly (string Text, float Score, PieceType Type)[] Specials =
        [("<pad>", 0, PieceType.Control), ("</s>", 0, PieceType.Control), ("<unk>", 0, PieceType.Unknown)];

    public static T5Tokenizer Create(params (string Text, float Score)[] pieces) =>
        T5Tokenizer.Create(Bytes([.. Specials, .. pieces.Select(piece => (piece.Text, piece.Score, PieceType.Normal))]), "small");

    public static byte[] Bytes(
        IEnumerable<(string Text, float Score, PieceType Type)> pieces,
        bool removeExtraWhitespaces = true,
        byte[]? charsMap = null,
        int modelType = 1) =>
        Message(model =>
        {
            foreach (var (text, score, type) in pieces)
                Nested(model, 1, piece =>
                {
                    piece.WriteRawTag(0x0A);
                    piece.WriteString(text);
                    piece.WriteRawTag(0x15);
                    piece.WriteFloat(score);
                    piece.WriteRawTag(0x18);
                    piece.WriteEnum((int)type);
                });
            Nested(model, 2, trainer =>
            {
                trainer.WriteRawTag(0x18);
                trainer.WriteEnum(modelType);
                trainer.WriteRawTag(0xC8, 2);
                trainer.WriteInt32(-1);
            });
            Nested(model, 3, normalizer =>
            {
                normalizer.WriteRawTag(0x12);
                normalizer.WriteBytes(ByteString.CopyFrom(charsMap ?? CharsMap(('\t', " "), ('A', "a"), ('~', ""))));
                normalizer.WriteRawTag(0x20);
                normalizer.WriteBool(removeExtraWhitespaces);
            });
        });

    /// <summary>A precompiled_charsmap with the root's children at 256 ^ character and their leaves 512 further on.</summary>
    public static byte[] CharsMap(params (char From, string To)[] rules)
    {
        const uint HasLeaf = 1 << 8, Leaf = 1u << 31;
        uint[] units = new uint[1024];
        units[0] = 256 << 10;
        var replacements = new List<byte>();
        foreach (var (from, to) in rules)
        {
            uint node = 256 ^ (uint)from;
            units[node] = (512 << 10) | HasLeaf | from;
            units[node ^ 512] = Leaf | (uint)replacements.Count;
            replacements.AddRange(Encoding.UTF8.GetBytes(to + '\0'));
        }
        byte[] map = new byte[4 + (4 * units.Length) + replacements.Count];
        BinaryPrimitives.WriteUInt32LittleEndian(map, (uint)(4 * units.Length));
        for (int i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + (4 * i)), units[i]);
        replacements.CopyTo(map, 4 + (4 * units.Length));
        return map;
    }

    private static void Nested(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }
}
