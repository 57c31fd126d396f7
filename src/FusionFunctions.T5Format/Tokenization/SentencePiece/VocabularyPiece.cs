namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <param name="Utf8">The text, blanks as U+2581.</param>
/// <param name="Score">Its log probability.</param>
/// <param name="Type">Which part it plays.</param>
internal readonly record struct VocabularyPiece(ReadOnlyMemory<byte> Utf8, float Score, PieceType Type);
