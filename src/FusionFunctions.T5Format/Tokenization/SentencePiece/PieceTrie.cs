namespace FusionFunctions.T5Format.Tokenization.SentencePiece;

/// <summary>Byte strings and their values. Nodes are numbered breadth first, so that a node's children stand side by side.</summary>
internal sealed class PieceTrie
{
    public const int Root = 0;
    public const int None = -1;

    private readonly int[] _firstChildren;
    private readonly byte[] _labels;
    private readonly int[] _values;

    /// <exception cref="InvalidDataException">A string occurs twice.</exception>
    public PieceTrie(IEnumerable<(ReadOnlyMemory<byte> Key, int Value)> entries)
    {
        var sorted = entries.ToArray();
        Array.Sort(sorted, (left, right) => left.Key.Span.SequenceCompareTo(right.Key.Span));
        var nodes = new List<(int From, int To, int Depth)> { (0, sorted.Length, 0) };
        var labels = new List<byte> { 0 };
        var firstChildren = new List<int>();
        var values = new List<int>();
        for (int node = 0; node < nodes.Count; node++)
        {
            var (from, to, depth) = nodes[node];
            firstChildren.Add(nodes.Count);
            values.Add(from < to && sorted[from].Key.Length == depth ? sorted[from++].Value : None);
            while (from < to)
            {
                if (sorted[from].Key.Length == depth)
                    throw new InvalidDataException($"is damaged: pieces {sorted[from - 1].Value} and {sorted[from].Value} are the same");
                byte label = sorted[from].Key.Span[depth];
                int next = from + 1;
                while (next < to && sorted[next].Key.Span[depth] == label)
                    next++;
                nodes.Add((from, next, depth + 1));
                labels.Add(label);
                from = next;
            }
        }
        firstChildren.Add(nodes.Count);
        (_firstChildren, _labels, _values) = ([.. firstChildren], [.. labels], [.. values]);
    }

    /// <summary>The child of a node, or <see cref="None"/>.</summary>
    public int Child(int node, byte label)
    {
        int first = _firstChildren[node];
        int index = _labels.AsSpan(first, _firstChildren[node + 1] - first).IndexOf(label);
        return index < 0 ? None : first + index;
    }

    /// <summary>The value of the string that ends at a node, or <see cref="None"/>.</summary>
    public int Value(int node) => _values[node];

    /// <summary>The length of the longest string that the text starts with; 0 means none.</summary>
    public int LongestPrefix(ReadOnlySpan<byte> text)
    {
        int longest = 0;
        int node = Root;
        for (int i = 0; i < text.Length && (node = Child(node, text[i])) != None; i++)
            if (Value(node) != None)
                longest = i + 1;
        return longest;
    }
}
