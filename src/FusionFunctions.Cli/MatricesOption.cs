using System.CommandLine;
using FusionFunctions.Compute.Matrices;

namespace FusionFunctions.Cli;

/// <summary>The option that says with what spectral methods multiply and decompose matrices.</summary>
internal static class MatricesOption
{
    public static Option<string?> Create(string preset = "libtorch on a GPU alone")
    {
        var option = new Option<string?>("--matrices")
        {
            Description = "With what spectral methods multiply and decompose matrices: managed code, whose results are the same on every machine, or libtorch, "
                + $"which decomposes several times as fast (default: {preset}).",
        };
        option.AcceptOnlyFromAmong([.. MatrixLibraryName.All]);
        return option;
    }

    public static MatrixLibrary? Find(string? name) => name is null ? null : MatrixLibraryName.Find(name);
}
