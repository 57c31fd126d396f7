using System.CommandLine;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli;

/// <summary>The option that says what holds everything; see <see cref="BlobStores.Open"/>.</summary>
internal static class StoreOption
{
    /// <summary>Where everything of this machine lies unless something else is asked for, below the current folder.</summary>
    public const string DefaultFolder = ".fusion";

    /// <param name="whatItHolds">The beginning of a sentence, such as <c>What holds results</c>.</param>
    public static Option<string> Create(string whatItHolds) => new("--store")
    {
        Description = $"{whatItHolds}: a directory, the address of an Azure blob container, a connection string, or env:NAME.",
        DefaultValueFactory = _ => DefaultFolder,
    };
}
