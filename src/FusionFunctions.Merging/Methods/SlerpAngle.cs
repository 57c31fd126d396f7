using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods;

/// <summary>The two models' weights in a spherical interpolation; everything in double, rounded to float32 at the end.</summary>
/// <param name="T">0 to 1.</param>
/// <param name="DotThreshold">From it on the interpolation is linear.</param>
/// <param name="Epsilon">Smaller norms do not normalize.</param>
internal readonly record struct SlerpAngle(double T, double DotThreshold, double Epsilon)
{
    public float[] Weights(GramStudy study)
    {
        double cosine = study[0, 1] / (Normalizer(study.Norm(0)) * Normalizer(study.Norm(1)));
        if (Math.Abs(cosine) >= DotThreshold)
            return [(float)(1 - T), (float)T];
        double omega = Math.Acos(cosine);
        return [(float)(Math.Sin(omega - (T * omega)) / Math.Sin(omega)), (float)(Math.Sin(T * omega) / Math.Sin(omega))];
    }

    private double Normalizer(double norm) => norm > Epsilon ? norm : 1;
}
