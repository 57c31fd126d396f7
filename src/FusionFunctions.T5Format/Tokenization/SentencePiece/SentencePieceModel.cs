namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>What a ModelProto says about segmenting.</summary>
/// <param name="Pieces">By id.</param>
/// <param name="CharsMap">The precompiled normalization rules; see <see cref="SentencePiece.CharsMap"/>.</param>
/// <param name="RemoveExtraWhitespaces">Whether blanks at both ends go, and runs of blanks become one.</param>
internal sealed record SentencePieceModel(
    IReadOnlyList<VocabularyPiece> Pieces,
    ReadOnlyMemory<byte> CharsMap,
    bool RemoveExtraWhitespaces);
