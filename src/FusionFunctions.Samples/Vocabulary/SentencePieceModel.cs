using Google.Protobuf;

namespace FusionFunctions.Samples.Vocabulary;

/// <summary>
/// A vocabulary as a SentencePiece model file in T5's layout: pad 0, end 1, unknown 2, no start; then the pieces.
/// Source: SentencePiece's sentencepiece_model.proto (ModelProto).
/// </summary>
public static class SentencePieceModel
{
    private const int Normal = 1, Unknown = 2, Control = 3, Unigram = 1;

    /// <summary>Ids before the first piece.</summary>
    public const int SpecialTokens = 3;

    public static byte[] Write(IReadOnlyList<UnigramPiece> pieces) => Message(model =>
    {
        WritePiece(model, "<pad>", 0, Control);
        WritePiece(model, "</s>", 0, Control);
        WritePiece(model, "<unk>", 0, Unknown);
        foreach (var piece in pieces)
            WritePiece(model, piece.Text, (float)piece.Score, Normal);
        WriteMessage(model, 2, spec => WriteTrainer(spec, pieces.Count + SpecialTokens));
        WriteMessage(model, 3, WriteNormalizer);
    });

    private static void WritePiece(CodedOutputStream model, string text, float score, int type) => WriteMessage(model, 1, piece =>
    {
        WriteText(piece, 1, text);
        piece.WriteTag(2, WireFormat.WireType.Fixed32);
        piece.WriteFloat(score);
        WriteNumber(piece, 3, type);
    });

    private static void WriteTrainer(CodedOutputStream spec, int size)
    {
        WriteNumber(spec, 3, Unigram);
        WriteNumber(spec, 4, size);
        WriteNumber(spec, 40, 2);
        WriteNumber(spec, 41, -1);
        WriteNumber(spec, 42, 1);
        WriteNumber(spec, 43, 0);
        WriteText(spec, 45, "<unk>");
        WriteText(spec, 46, "<s>");
        WriteText(spec, 47, "</s>");
        WriteText(spec, 48, "<pad>");
    }

    // Blanks as in T5; the sample texts are plain ASCII and need no more.
    private static void WriteNormalizer(CodedOutputStream spec)
    {
        WriteText(spec, 1, "blanks");
        spec.WriteTag(2, WireFormat.WireType.LengthDelimited);
        spec.WriteBytes(ByteString.CopyFrom(CharacterMap.Write()));
        WriteNumber(spec, 3, 1);
        WriteNumber(spec, 4, 1);
        WriteNumber(spec, 5, 1);
    }

    private static void WriteNumber(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void WriteText(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return bytes.ToArray();
    }
}
