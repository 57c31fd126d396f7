namespace FusionFunctions.Merging.Engine;

/// <summary>
/// What becomes of a result where the tensor holds integers: on what all inputs agree, such as the numbers of positions, no formula has anything to say, and rounding would
/// take one off it; everything else is cut towards zero, as PyTorch does when it loads a float result into an integer tensor.
/// </summary>
internal static class IntegerElements
{
    /// <param name="inputs">By input, at least as long.</param>
    /// <param name="result">Changed.</param>
    public static void Settle(ReadOnlySpan<float[]> inputs, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = Agree(inputs, i) ? inputs[0][i] : MathF.Truncate(result[i]);
    }

    private static bool Agree(ReadOnlySpan<float[]> inputs, int i)
    {
        foreach (float[] input in inputs)
            if (input[i] != inputs[0][i])
                return false;
        return true;
    }
}
