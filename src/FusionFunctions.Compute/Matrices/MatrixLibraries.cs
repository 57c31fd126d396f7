using FusionFunctions.Compute.Devices;
using FusionFunctions.Merging.Matrices;
using TorchSharp;

namespace FusionFunctions.Compute.Matrices;

/// <summary>Libraries of matrices, as options and variables name them.</summary>
public static class MatrixLibraries
{
    private static readonly Dictionary<string, MatrixLibrary> s_byName = Enum.GetValues<MatrixLibrary>().ToDictionary(library => library.ToString().ToLowerInvariant());

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
        return chosen.IsProcessor && library is null ? MatrixMath.Managed : new TorchMatrixMath(torch.device(chosen.Type));
    });
}
