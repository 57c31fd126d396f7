using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>The Riemannian mean of the models' tensors on the sphere, by fixed-point iteration, with the mean of their norms as length.</summary>
public sealed class Karcher : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/karcher",
        "mergekit Karcher Mean",
        "Per tensor, the point of the sphere with the least squared distance to all models, with the length Σᵢ |θᵢ| / N.",
        "https://en.wikipedia.org/wiki/Karcher_mean",
        NeedsPretrained: false,
        [
            new("max_iter", ParameterType.Integer, 10, "Most iterations.", 0, 10_000),
            new("tol", ParameterType.Number, 1e-5, "Stops at shorter steps; smaller norms and angles count as zero.", 0, 1),
        ]);

    public override MergePool Inputs(MergePool pool) => pool with { Pretrained = null };

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int iterations = (int)parameters.Number("max_iter");
        double tolerance = parameters.Number("tol");
        var gram = context.ShareTensors("gram", () => new GramAnalysis(context.Layout.Pool.Models.Count, ofTaskVectors: false));
        return PreparedMerge.OfTensors(gram, (in slice, study, result) => WeightedSum.Merge(slice, Weights(study, iterations, tolerance), result));
    }

    /// <summary>Every point on the way is a combination of the models, so their inner products are all that is needed.</summary>
    private static float[] Weights(GramStudy study, int iterations, double tolerance)
    {
        double[] norms = [.. Enumerable.Range(0, study.Models).Select(study.Norm)];
        if (norms is [_])
            return [1];
        int[] valid = [.. Enumerable.Range(0, norms.Length).Where(i => !(norms[i] <= tolerance))];
        if (valid.Length == 0)
            return new float[norms.Length];
        double[] point = Scaled(study, [.. norms.Select((norm, i) => valid.Contains(i) ? 1 / norm / valid.Length : 0)], tolerance)
            ?? [.. norms.Select((norm, i) => i == valid[0] ? 1 / norm : 0)];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            double[] step = Step(study, norms, valid, point, tolerance);
            double length = study.NormOf(step);
            if (length <= tolerance)
                break;
            point = [.. point.Zip(step, (u, t) => (Math.Cos(length) * u) + (Math.Sin(length) / length * t))];
            point = Scaled(study, point, tolerance) ?? point;
        }
        double scale = norms.Average();
        return [.. point.Select(coefficient => (float)(scale * coefficient))];
    }

    /// <summary>The mean of the logarithms of the models at the point.</summary>
    private static double[] Step(GramStudy study, double[] norms, int[] valid, double[] point, double tolerance)
    {
        double[] step = new double[norms.Length];
        foreach (int i in valid)
        {
            double cosine = Math.Clamp(Enumerable.Range(0, norms.Length).Sum(j => point[j] * study[j, i]) / norms[i], -1, 1);
            double angle = Math.Acos(cosine);
            // A model on the other side of the sphere pulls no way in particular.
            if (angle < tolerance || Math.Sin(angle) < 1e-6)
                continue;
            double pull = angle / Math.Sin(angle) / valid.Length;
            step[i] += pull / norms[i];
            for (int j = 0; j < step.Length; j++)
                step[j] -= pull * cosine * point[j];
        }
        return step;
    }

    /// <returns>To length 1, or null where there is hardly a length.</returns>
    private static double[]? Scaled(GramStudy study, double[] point, double tolerance) =>
        study.NormOf(point) is var norm && norm <= tolerance ? null : [.. point.Select(coefficient => coefficient / norm)];
}
