namespace FusionFunctions.FlanT5.Inference;

/// <summary>What is added to scores so that nobody looks at padding.</summary>
internal static class PaddingMask
{
    // Far from float32's last number, which bfloat16 takes for infinity, as kernels do that multiply scores by log₂e: a row of nothing but padding would become NaN.
    private const float Hidden = -1e30f;

    /// <returns>0 for tokens, very negative for the places that are padding.</returns>
    public static float[] Of(int length, IEnumerable<int> padding)
    {
        float[] mask = new float[length];
        foreach (int place in padding)
            mask[place] = Hidden;
        return mask;
    }
}
