namespace FusionFunctions.Tests.Merging;

/// <summary>
/// The formulas written down once more, over whole flattened vectors, one element at a time, with sorting where the engine
/// selects: what the engine's results are held to.
/// </summary>
internal static class NaiveMerge
{
    public static float[] Average(float[][] models) =>
        [.. models[0].Select((_, i) => models.Select(model => model[i]).Aggregate((sum, value) => sum + value) / models.Length)];

    public static float[] TaskArithmetic(float[] pretrained, float[][] models, float lambda) => lambda == 0
        ? pretrained
        : [.. pretrained.Select((theta0, i) => theta0 + (lambda * models.Select(model => model[i] - theta0).Aggregate((sum, value) => sum + value)))];

    /// <param name="weights">How often each element stands in the trimmed vector; 0: not at all.</param>
    public static float[] Ties(float[] pretrained, float[][] models, int[] weights, double threshold, string mergeFunc, float lambda)
    {
        float[][] trimmed = [.. models.Select(model => Trim([.. model.Zip(pretrained, (a, b) => a - b)], weights, threshold))];
        int[] signs = [.. pretrained.Select((_, i) => Sign(trimmed.Aggregate(0f, (sum, vector) => sum + vector[i])))];
        int majority = Math.Sign(signs.Zip(weights, (sign, weight) => (long)sign * weight).Sum());
        return
        [
            .. pretrained.Select((theta0, i) => lambda == 0 || weights[i] == 0
                ? theta0
                : theta0 + (lambda * Disjoint([.. trimmed.Select(vector => vector[i])], signs[i] == 0 ? majority : signs[i], mergeFunc))),
        ];
    }

    public static float KthMagnitude(float[] vector, int[] weights, double threshold)
    {
        // PyTorch sorts NaN last.
        float[] sorted =
        [
            .. vector.Zip(weights).SelectMany(entry => Enumerable.Repeat(MathF.Abs(entry.First), entry.Second))
                .OrderBy(float.IsNaN).ThenBy(magnitude => magnitude),
        ];
        int k = sorted.Length - (int)(sorted.Length * (threshold > 1 ? threshold / 100 : threshold));
        return k == 0 ? 0 : sorted[k - 1];
    }

    private static float[] Trim(float[] vector, int[] weights, double threshold)
    {
        float kth = KthMagnitude(vector, weights, threshold);
        return [.. vector.Select(entry => entry * (MathF.Abs(entry) >= kth ? 1 : 0))];
    }

    private static float Disjoint(float[] entries, int sign, string mergeFunc)
    {
        float[] agreeing = [.. entries.Select(entry => entry * ((sign > 0 ? entry > 0 : entry < 0) ? 1 : 0))];
        float sum = agreeing.Aggregate(0f, (total, entry) => total + entry);
        return mergeFunc switch
        {
            "sum" => sum,
            "mean" => sum / Math.Max(1, agreeing.Count(entry => entry != 0)),
            _ => (agreeing.Any(float.IsNaN) ? float.NaN : agreeing.Max(MathF.Abs)) * sign,
        };
    }

    private static int Sign(float value) => (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0);
}
