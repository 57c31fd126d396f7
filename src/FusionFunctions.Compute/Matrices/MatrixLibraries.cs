using FusionFunctions.Compute.Devices;
using FusionFunctions.Merging.Matrices;
using TorchSharp;

namespace FusionFunctions.Compute.Matrices;

/// <summary>Libraries of matrices, as options and variables name them.</summary>
public static class MatrixLibraries
{
    private static readonly Dictionary<string, MatrixLibrary> s_byName = Enum.GetValues<MatrixLibrary>().ToDictionary(library => library.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, TorchMatrixMath> s_libTorch = [];

    public static IReadOnlyList<string> All { get; } = [.. s_byName.Keys];

    /// <returns>Null where there is no such library.</returns>
    public static MatrixLibrary? Find(string name) => s_byName.TryGetValue(name, out var library) ? library : null;

    /// <summary>What computes; libtorch is loaded only when it is asked for something.</summary>
    /// <param name="library">Null is libtorch on a GPU and managed code on a processor.</param>
    /// <param name="device">Of libtorch, see <see cref="ComputeDevice.Choose"/>.</param>
    public static Lazy<MatrixMath> Open(MatrixLibrary? library, string device) => new(() =>
    {
        if (library == MatrixLibrary.Managed)
            return MatrixMath.Managed;
        var chosen = ComputeDevice.Choose(device);
        return chosen.IsProcessor && library is null ? MatrixMath.Managed : LibTorchOn(chosen.Type);
    });

    // libtorch loads a GPU's decompositions with the first one, and refuses whoever else asks for one meanwhile: nobody may ask before.
    private static TorchMatrixMath LibTorchOn(string device)
    {
        lock (s_libTorch)
        {
            if (s_libTorch.TryGetValue(device, out var ready))
                return ready;
            var opened = new TorchMatrixMath(torch.device(device));
            opened.Load();
            return s_libTorch[device] = opened;
        }
    }
}
