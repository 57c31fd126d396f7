using System.Buffers;
using System.Numerics;

namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>
/// The likeliest segmentation of a normalized text under a unigram model, with the choices and the rounding of SentencePiece 0.1.97
/// (unigram_model.cc, EncodeOptimized): among equal ones the first found wins, which is the one whose last piece starts earliest.
/// </summary>
internal sealed class UnigramSegmenter
{
    private const float UnknownPenalty = 10;
    private const float SmallestNormal = 1.17549435e-38f;

    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly float _unknownScore;

    /// <exception cref="InvalidDataException">A piece occurs twice.</exception>
    public UnigramSegmenter(IReadOnlyList<VocabularyPiece> pieces, int unknownId)
    {
        _trie = new(pieces.Select((piece, id) => (piece, id))
            .Where(entry => entry.piece.Type is PieceType.Normal or PieceType.UserDefined)
            .Select(entry => (entry.piece.Utf8, entry.id)));
        float[] normal = [.. pieces.Where(piece => piece.Type == PieceType.Normal).Select(piece => piece.Score)];
        // SentencePiece starts from the least positive number, not from the most negative one.
        float maxScore = normal.Append(SmallestNormal).Max();
        // A user-defined piece is worth more than any others.
        _scores = [.. pieces.Select(piece => piece.Type == PieceType.UserDefined ? (piece.Utf8.Length * maxScore) - 0.1 : piece.Score)];
        _unknownId = unknownId;
        _unknownScore = normal.Append(float.MaxValue).Min() - UnknownPenalty;
    }

    /// <summary>Appends the ids of a normalized text; a run of unknown characters is one unknown id.</summary>
    public void AddIds(ReadOnlySpan<byte> text, List<int> ids)
    {
        if (text.IsEmpty)
            return;
        var ends = ArrayPool<Ending>.Shared.Rent(text.Length + 1);
        try
        {
            FindBestEndings(text, ends.AsSpan(0, text.Length + 1));
            int first = ids.Count;
            for (int end = text.Length; end > 0; end = ends[end].Start)
                if (ends[end].Id != _unknownId || ids.Count == first || ids[^1] != _unknownId)
                    ids.Add(ends[end].Id);
            ids.Reverse(first, ids.Count - first);
        }
        finally
        {
            ArrayPool<Ending>.Shared.Return(ends);
        }
    }

    private void FindBestEndings(ReadOnlySpan<byte> text, Span<Ending> ends)
    {
        ends.Fill(new(0, Ending.Nowhere, 0));
        for (int start = 0, character; start < text.Length; start += character)
        {
            character = Math.Min(CharacterLength(text[start]), text.Length - start);
            float before = ends[start].Score;
            bool isCharacterKnown = false;
            int node = PieceTrie.Root;
            for (int end = start + 1; end <= text.Length && (node = _trie.Child(node, text[end - 1])) != PieceTrie.None; end++)
            {
                int id = _trie.Value(node);
                if (id == PieceTrie.None)
                    continue;
                // The sum is compared as a double and kept as a float, so that a longer way to the same sum can win by its rounding.
                Offer(ref ends[end], _scores[id] + before, start, id);
                isCharacterKnown |= end - start == character;
            }
            if (!isCharacterKnown)
                Offer(ref ends[start + character], _unknownScore + before, start, _unknownId);
        }
    }

    private static void Offer(ref Ending ending, double score, int start, int id)
    {
        if (ending.Start == Ending.Nowhere || score > ending.Score)
            ending = new((float)score, start, id);
    }

    // By the first byte alone, as SentencePiece does; a byte that cannot start a character counts as one.
    private static int CharacterLength(byte first) =>
        first < 0xC0 ? 1 : Math.Min(BitOperations.LeadingZeroCount((uint)(byte)~first) - 24, 4);

    /// <summary>The best segmentation of the text up to a place: its score, and its last piece.</summary>
    private readonly record struct Ending(float Score, int Start, int Id)
    {
        public const int Nowhere = -1;
    }
}
