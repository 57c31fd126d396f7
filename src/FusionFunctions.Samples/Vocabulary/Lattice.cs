namespace FusionFunctions.Samples.Vocabulary;

/// <summary>All segmentations of a word into known pieces, as edges between its character positions.</summary>
internal sealed class Lattice
{
    private readonly int _length;

    // By where an edge ends.
    private readonly List<(int Start, int Piece)>[] _edges;

    /// <param name="word">With every character known as a piece.</param>
    /// <param name="pieces">Numbers by text.</param>
    /// <param name="longest">Characters in the longest piece.</param>
    public Lattice(string word, IReadOnlyDictionary<string, int> pieces, int longest)
    {
        _length = word.Length;
        _edges = [.. Enumerable.Range(0, word.Length + 1).Select(_ => new List<(int, int)>())];
        for (int end = 1; end <= word.Length; end++)
            for (int start = Math.Max(0, end - longest); start < end; start++)
                if (pieces.TryGetValue(word[start..end], out int piece))
                    _edges[end].Add((start, piece));
    }

    /// <summary>The likeliest segmentation as piece numbers.</summary>
    /// <param name="scores">By piece.</param>
    /// <param name="without">A piece not to use; -1 for none.</param>
    public List<int> Best(IReadOnlyList<double> scores, int without = -1)
    {
        double[] best = new double[_length + 1];
        (int Start, int Piece)[] back = new (int, int)[_length + 1];
        for (int end = 1; end <= _length; end++)
        {
            best[end] = double.NegativeInfinity;
            foreach (var edge in _edges[end])
                if (edge.Piece != without && best[edge.Start] + scores[edge.Piece] > best[end])
                    (best[end], back[end]) = (best[edge.Start] + scores[edge.Piece], edge);
        }
        var path = new List<int>();
        for (int at = _length; at > 0; at = back[at].Start)
            path.Add(back[at].Piece);
        path.Reverse();
        return path;
    }

    /// <summary>Adds how often each piece is to be expected in <paramref name="count"/> such words (forward-backward).</summary>
    public void AddExpected(IReadOnlyList<double> scores, double count, double[] expected)
    {
        double[] forward = Sums();
        double[] backward = Sums();
        forward[0] = 0;
        for (int end = 1; end <= _length; end++)
            foreach (var (start, piece) in _edges[end])
                forward[end] = LogAdd(forward[end], forward[start] + scores[piece]);
        backward[_length] = 0;
        for (int end = _length; end > 0; end--)
            foreach (var (start, piece) in _edges[end])
                backward[start] = LogAdd(backward[start], backward[end] + scores[piece]);
        for (int end = 1; end <= _length; end++)
            foreach (var (start, piece) in _edges[end])
                expected[piece] += count * Math.Exp(forward[start] + scores[piece] + backward[end] - forward[_length]);
    }

    private double[] Sums()
    {
        double[] sums = new double[_length + 1];
        Array.Fill(sums, double.NegativeInfinity);
        return sums;
    }

    private static double LogAdd(double a, double b)
    {
        double larger = Math.Max(a, b);
        return double.IsNegativeInfinity(larger) ? larger : larger + Math.Log(Math.Exp(a - larger) + Math.Exp(b - larger));
    }
}
