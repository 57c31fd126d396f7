namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Elements of scaling · B·A in float32, their products added in the orders that matrix libraries use.</summary>
internal sealed class ReferenceUpdate
{
    private readonly float[] _a;
    private readonly float[] _b;
    private readonly float _scaling;
    private readonly int _rank;
    private readonly int _columns;

    /// <param name="factors">The adapter's tensors.</param>
    /// <param name="weight">The name of the weight that is updated.</param>
    /// <param name="rank">r.</param>
    /// <param name="scaling">α/r.</param>
    public ReferenceUpdate(IReadOnlyDictionary<string, float[]> factors, string weight, int rank, float scaling)
        : this(factors[$"{ModuleOf(weight)}.lora_A.weight"], factors[$"{ModuleOf(weight)}.lora_B.weight"], rank, scaling)
    {
    }

    /// <param name="a">[r, columns].</param>
    /// <param name="b">[rows, r].</param>
    /// <param name="rank">r.</param>
    /// <param name="scaling">α/r.</param>
    public ReferenceUpdate(float[] a, float[] b, int rank, float scaling) => (_a, _b, _rank, _columns, _scaling) = (a, b, rank, a.Length / rank, scaling);

    public float OneByOne(int element) => Sum(element, first: 0, step: 1) * _scaling;

    public float EvenAndOdd(int element) => (Sum(element, first: 0, step: 2) + Sum(element, first: 1, step: 2)) * _scaling;

    private static string ModuleOf(string weight) => $"base_model.model.{weight[..^".weight".Length]}";

    private float Sum(int element, int first, int step)
    {
        var (row, column) = Math.DivRem(element, _columns);
        float sum = 0;
        for (int k = first; k < _rank; k += step)
            sum = MathF.FusedMultiplyAdd(_b[(row * _rank) + k], _a[(k * _columns) + column], sum);
        return sum;
    }
}
