using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Display;

/// <summary>A blob's place as a user finds it: a path that can be opened, or the name with its store.</summary>
internal static class StorePath
{
    public static string Text(IBlobStore store, string path) =>
        store is DirectoryBlobStore directory ? Path.Join(directory.Root, path) : $"{path} in {store.Name}";
}
