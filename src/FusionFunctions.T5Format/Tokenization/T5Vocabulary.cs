using System.Text;
using FusionFunctions.T5Format.Tokenization.SentencePiece;

namespace FusionFunctions.T5Format.Tokenization;

/// <summary>What every T5 vocabulary has in common, beyond what SentencePiece asks for.</summary>
internal static class T5Vocabulary
{
    public const int PadId = 0;
    public const int EndId = 1;
    public const int UnknownId = 2;

    /// <summary>
    /// <c>&lt;extra_id_0&gt;</c> to <c>&lt;extra_id_99&gt;</c>: not in the file; their ids follow its pieces, in falling order.
    /// </summary>
    public const int Sentinels = 100;

    private const int MaxPieces = 1 << 20;

    // SentencePiece trains pieces of up to 16 characters. Libraries recurse once for each byte.
    private const int MaxPieceBytes = 512;

    /// <exception cref="InvalidDataException">A vocabulary, but not of T5's kind.</exception>
    public static void Check(SentencePieceModel model)
    {
        var pieces = model.Pieces;
        if (pieces.Count > MaxPieces)
            throw new InvalidDataException($"has more than {MaxPieces} pieces");
        Expect(PadId, "<pad>", PieceType.Control);
        Expect(EndId, "</s>", PieceType.Control);
        Expect(UnknownId, "<unk>", PieceType.Unknown);
        for (int id = 0; id < pieces.Count; id++)
        {
            if (pieces[id].Utf8.Length is 0 or > MaxPieceBytes || pieces[id].Utf8.Span.Contains((byte)0))
                throw new InvalidDataException($"is damaged: piece {id} must have 1 to {MaxPieceBytes} bytes, none of them 0");
            if (!float.IsFinite(pieces[id].Score))
                throw new InvalidDataException($"is damaged: the score of piece {id} is not a finite number");
            if (pieces[id].Type == PieceType.Byte || (pieces[id].Type == PieceType.Unknown && id != UnknownId))
                throw new InvalidDataException($"is not T5's: piece {id} is of type {pieces[id].Type}");
        }

        void Expect(int id, string text, PieceType type)
        {
            if (id >= pieces.Count || pieces[id].Type != type || !pieces[id].Utf8.Span.SequenceEqual(Encoding.UTF8.GetBytes(text)))
                throw new InvalidDataException($"is not T5's: piece {id} must be {text} of type {type}");
        }
    }
}
