using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>Reads one ModelProto.SentencePiece.</summary>
internal static class VocabularyPieceReader
{
    public static VocabularyPiece Read(CodedInputStream input)
    {
        var piece = new VocabularyPiece(default, 0, PieceType.Normal);
        while (input.ReadTag() is not 0 and var tag)
            switch (GetTagFieldNumber(tag), GetTagWireType(tag))
            {
                case (1, WireType.LengthDelimited):
                    piece = piece with { Utf8 = input.ReadBytes().Memory };
                    break;
                case (2, WireType.Fixed32):
                    piece = piece with { Score = input.ReadFloat() };
                    break;
                case (3, WireType.Varint):
                    piece = piece with { Type = ReadType(input.ReadEnum()) };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        return piece;
    }

    private static PieceType ReadType(int number) => Enum.IsDefined((PieceType)number)
        ? (PieceType)number
        : throw new InvalidDataException($"is damaged: there is no piece type {number}");
}
