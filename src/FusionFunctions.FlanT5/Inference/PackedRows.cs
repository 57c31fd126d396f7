namespace FusionFunctions.FlanT5.Inference;

/// <summary>Inputs behind each other, without padding at their ends.</summary>
internal sealed class PackedRows
{
    private readonly RowRun[] _rows;

    /// <param name="inputs">Ids; equal lengths side by side make long runs.</param>
    /// <param name="padding">Padding written out inside an input keeps its place, but nobody looks at it.</param>
    public PackedRows(IReadOnlyList<int[]> inputs, int padding)
    {
        _rows = new RowRun[inputs.Count];
        for (int row = 0; row < inputs.Count; row++)
        {
            int[] ignored = [.. Enumerable.Range(0, inputs[row].Length).Where(place => inputs[row][place] == padding)];
            _rows[row] = new(Tokens, 1, inputs[row].Length, ignored.Length > 0 ? ignored : null);
            Tokens += inputs[row].Length;
        }
        All = RunsOf(Enumerable.Range(0, inputs.Count));
    }

    /// <summary>Of inputs.</summary>
    public int Count => _rows.Length;

    /// <summary>Tokens of the longest input.</summary>
    public int Longest => _rows.Max(row => row.Length);

    /// <summary>Of all inputs.</summary>
    public int Tokens { get; }

    /// <summary>From the first token to the last.</summary>
    public IReadOnlyList<RowRun> All { get; }

    /// <summary>One input: where it starts, its length, and the places in it that are padding.</summary>
    public (int FirstToken, int Length, int[]? Ignored) this[int row] => (_rows[row].FirstToken, _rows[row].Length, _rows[row].Ignored);

    /// <param name="rows">Numbers of inputs, ascending.</param>
    /// <returns>The same inputs in the same order.</returns>
    public IReadOnlyList<RowRun> RunsOf(IEnumerable<int> rows)
    {
        var runs = new List<RowRun>();
        foreach (var row in rows.Select(number => _rows[number]))
        {
            if (runs is [.., { Ignored: null } last] && row.Ignored is null && last.Length == row.Length && last.FirstToken + last.Tokens == row.FirstToken)
                runs[^1] = last with { Rows = last.Rows + 1 };
            else
                runs.Add(row);
        }
        return runs;
    }

    /// <summary>The input without the padding at its end; as it is where there is nothing else.</summary>
    public static int[] Trim(int[] input, int padding)
    {
        int length = input.Length;
        while (length > 0 && input[length - 1] == padding)
            length--;
        return length == 0 || length == input.Length ? input : input[..length];
    }
}
