namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>Cuts a task's rows into shards of fixed size, so that a limit only cuts the last one and whole ones are shared between runs.</summary>
internal static class EvaluationShards
{
    public const int Rows = 512;

    public static IEnumerable<(int FirstRow, int Rows)> Of(int rows)
    {
        for (int first = 0; first < rows; first += Rows)
            yield return (first, Math.Min(Rows, rows - first));
    }
}
