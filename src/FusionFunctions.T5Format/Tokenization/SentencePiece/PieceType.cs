namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>ModelProto.SentencePiece.Type, with its numbers.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
