using System.CommandLine;
using FusionFunctions.Compute.Matrices;

namespace FusionFunctions.Cli;

/// <summary>The option that says what multiplies and decomposes matrices.</summary>
internal static class MatricesOption
{
    public static Option<string?> Create(string preset = "libtorch on a GPU alone")
    {
        var option = new Option<string?>("--matrices")
        {
            Description = "What multiplies and decomposes matrices, as spectral methods do: managed code, whose results are the same on every machine, or libtorch, "
                + $"which decomposes several times as fast and takes some 300 MB of memory besides (default: {preset}).",
        };
        option.AcceptOnly([.. MatrixLibraries.All]);
        return option;
    }

    public static MatrixLibrary? Find(string? name) => name is null ? null : MatrixLibraries.Find(name);
}
