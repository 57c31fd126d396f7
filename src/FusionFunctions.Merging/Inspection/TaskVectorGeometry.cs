using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Inspection;

/// <summary>
/// Lengths of task vectors θᵢ − θ₀ and the angles between them, over all floating-point tensors, tied ones once.
/// Differences, products and sums are in float64, in the order of the tensors' names.
/// </summary>
/// <param name="BaseNorm">‖θ₀‖.</param>
/// <param name="Norms">‖θᵢ − θ₀‖, in pool order.</param>
/// <param name="Cosines">Symmetric; NaN where a vector is zero or not finite.</param>
public sealed record TaskVectorGeometry(double BaseNorm, IReadOnlyList<double> Norms, IReadOnlyList<IReadOnlyList<double>> Cosines)
{
    private const int SliceElements = 1 << 18;

    /// <summary>Reads each model once, in slices of a megabyte; besides these it holds 2 MB for each model.</summary>
    /// <exception cref="MergeException">No base, no other model, or not of one architecture.</exception>
    public static async Task<TaskVectorGeometry> ComputeAsync(MergePool pool, CancellationToken cancellationToken)
    {
        if (pool.Pretrained is null)
            throw new MergeException("Task vectors need a base; name it _pretrained_ in the pool.");
        var products = new DotProducts(PoolLayout.Of(pool), SliceElements);
        double baseSquare = 0;
        foreach (var tensor in products.Layout.Tensors.Where(tensor => tensor.DType.IsFloat()))
            for (long first = 0; first < tensor.ElementCount; first += SliceElements)
                baseSquare += await products.AddAsync(tensor, first, (int)Math.Min(SliceElements, tensor.ElementCount - first), cancellationToken);
        return Of(baseSquare, products.Sums);
    }

    private static TaskVectorGeometry Of(double baseSquare, double[,] products)
    {
        int[] models = [.. Enumerable.Range(0, products.GetLength(0))];
        double[] norms = [.. models.Select(i => Math.Sqrt(products[i, i]))];
        return new(Math.Sqrt(baseSquare), norms, [.. models.Select(i => models.Select(j => Cosine(i, j)).ToArray())]);

        // Of the smaller index first, so that both halves are the same bits.
        double Cosine(int i, int j) => i == j && norms[i] > 0 && double.IsFinite(norms[i])
            ? 1
            : Math.Clamp(products[Math.Min(i, j), Math.Max(i, j)] / (norms[i] * norms[j]), -1, 1);
    }
}
