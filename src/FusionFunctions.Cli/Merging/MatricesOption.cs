using System.CommandLine;
using FusionFunctions.Compute.Matrices;

namespace FusionFunctions.Cli.Merging;

/// <summary>The option that says with what spectral methods multiply and decompose matrices.</summary>
internal static class MatricesOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--matrices")
        {
            Description = "With what they do: managed code, whose results are the same on every machine, or libtorch, which decomposes several times as fast (default: libtorch on a GPU alone).",
        };
        option.AcceptOnlyFromAmong([.. Enum.GetNames<MatrixLibrary>().Select(name => name.ToLowerInvariant())]);
        return option;
    }

    public static MatrixLibrary? Find(string? name) => name is null ? null : Enum.Parse<MatrixLibrary>(name, ignoreCase: true);
}
