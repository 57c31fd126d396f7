using System.Text;
using FusionFunctions.T5Format.Tokenization.SentencePiece;
using Microsoft.ML.Tokenizers;

namespace FusionFunctions.T5Format.Tokenization;

/// <summary>Pieces back to text, by Microsoft.ML.Tokenizers, which reads the vocabulary once more for it.</summary>
internal sealed class PieceDecoder
{
    private const char Blank = '\u2581';

    // A second trainer_spec merges into the first: unk_id 2, bos_id 0, eos_id 1, pad_id 0. The library indexes its vocabulary with all
    // four, also with T5's bos_id of -1.
    private static readonly byte[] s_knownIds =
        [0x12, 12, 0xC0, 2, T5Vocabulary.UnknownId, 0xC8, 2, T5Vocabulary.PadId, 0xD0, 2, T5Vocabulary.EndId, 0xD8, 2, T5Vocabulary.PadId];

    private readonly SentencePieceTokenizer _library;
    private readonly IReadOnlyList<VocabularyPiece> _pieces;

    /// <exception cref="InvalidDataException">The library does not read these pieces.</exception>
    public PieceDecoder(ReadOnlyMemory<byte> spieceModel, IReadOnlyList<VocabularyPiece> pieces)
    {
        _pieces = pieces;
        try
        {
            using var stream = new MemoryStream([.. spieceModel.Span, .. s_knownIds]);
            _library = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"is damaged: {e.Message.TrimEnd('.')}", e);
        }
        HoldToThePieces();
    }

    /// <summary>Whether an id is one of the pieces that make up texts.</summary>
    public bool IsText(int id) => id < _pieces.Count && _pieces[id].Type is PieceType.Normal or PieceType.UserDefined or PieceType.Unused;

    /// <summary>All texts in a row, with a blank for each U+2581.</summary>
    public string Decode(IReadOnlyList<int> textIds)
    {
        if (textIds.Count == 0)
            return "";
        // The library takes one blank off the front of each text it decodes.
        string text = _library.Decode(textIds);
        return _pieces[textIds[0]].Utf8.Span.StartsWith(TextNormalizer.Blank) ? $" {text}" : text;
    }

    // Once for the whole vocabulary: the library sees the same pieces under the same ids.
    private void HoldToThePieces()
    {
        int[] ids = [.. Enumerable.Range(0, _pieces.Count).Where(IsText)];
        string expected = string.Concat(ids.Select(id => Encoding.UTF8.GetString(_pieces[id].Utf8.Span))).Replace(Blank, ' ');
        if (Decode(ids) != expected)
            throw new InvalidDataException("is damaged: its pieces do not decode to their texts");
    }
}
