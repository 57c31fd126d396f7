using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Norms and inner products of pairs of vectors, each pair summed up in the order of its elements.</summary>
/// <param name="vectors">How many pairs the tensor has.</param>
/// <param name="vectorOf">The pair to which an element belongs.</param>
/// <param name="t">Where to go between the first and the second.</param>
internal sealed class NuSlerpStudy(int vectors, Func<long, int> vectorOf, double t) : TensorStudy
{
    public const int BytesPerVector = (3 * sizeof(double)) + (2 * sizeof(float));

    // Between vectors closer than that to one line, rounding alone would choose the plane. (mergekit: 1e-8, in float32.)
    private const double SmallestSine = 1e-6;

    private const double SmallestNorm = 1e-7;

    private readonly (double First, double Second, double Both)[] _products = new (double, double, double)[vectors];
    private readonly (float First, float Second)[] _weights = new (float, float)[vectors];

    public override int Passes => 1;

    public (float First, float Second) Weights(long element) => _weights[vectorOf(element)];

    public override void Observe(int pass, in PoolSlice slice)
    {
        for (int i = 0; i < slice.Length; i++)
        {
            float theta0 = slice.Pretrained.IsEmpty ? 0 : slice.Pretrained[i];
            double first = slice[0][i] - theta0, second = slice[1][i] - theta0;
            ref var products = ref _products[vectorOf(slice.First + i)];
            products = (products.First + (first * first), products.Second + (second * second), products.Both + (first * second));
        }
    }

    public override void Complete(int pass)
    {
        for (int vector = 0; vector < vectors; vector++)
        {
            var (first, second, both) = _products[vector];
            double cosine = both / (Math.Max(Math.Sqrt(first), SmallestNorm) * Math.Max(Math.Sqrt(second), SmallestNorm));
            double angle = Math.Acos(Math.Clamp(cosine, -1, 1)), sine = Math.Sin(angle);
            _weights[vector] = Math.Abs(sine) < SmallestSine
                ? ((float)(1 - t), (float)t)
                : ((float)(Math.Sin((1 - t) * angle) / sine), (float)(Math.Sin(t * angle) / sine));
        }
    }
}
