using static TorchSharp.torch;

namespace FusionFunctions.Compute;

/// <summary>libtorch's own threads.</summary>
public static class TorchThreads
{
    /// <summary>Shares the cores between workers that compute side by side; call it before anything is computed.</summary>
    public static void Divide(int workers) => set_num_threads(Math.Max(1, Environment.ProcessorCount / workers));
}
