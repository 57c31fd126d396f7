namespace FusionFunctions.Torch.Tests.Matrices;

/// <summary>Elements that were computed by other means, and rounded otherwise on the way.</summary>
internal static class Rounding
{
    public static void IsAllThatDiffers(float[] wanted, float[] found)
    {
        Assert.Equal(wanted.Length, found.Length);
        foreach (var (one, other) in wanted.Zip(found))
            Assert.Equal(one, other, 1e-5f * Math.Max(1, Math.Abs(one)));
    }
}
