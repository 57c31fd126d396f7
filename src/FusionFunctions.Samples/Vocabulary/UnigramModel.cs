namespace FusionFunctions.Samples.Vocabulary;

/// <summary>Pieces with their scores, and the segmentations they allow.</summary>
internal sealed class UnigramModel
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int _longest;

    public UnigramModel(IReadOnlyList<UnigramPiece> pieces)
    {
        Pieces = pieces;
        Scores = [.. pieces.Select(piece => piece.Score)];
        for (int i = 0; i < pieces.Count; i++)
            _numbers.Add(pieces[i].Text, i);
        _longest = pieces.Max(piece => piece.Text.Length);
    }

    public IReadOnlyList<UnigramPiece> Pieces { get; }

    public double[] Scores { get; }

    public int Count => Pieces.Count;

    public Lattice LatticeOf(string word) => new(word, _numbers, _longest);
}
