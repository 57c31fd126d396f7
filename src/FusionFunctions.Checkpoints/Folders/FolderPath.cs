using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>A file in a folder of a store; the empty folder is the store itself.</summary>
internal static class FolderPath
{
    public static BlobPath Join(string folder, string file) => BlobPath.Parse(folder.Length == 0 ? file : $"{folder}/{file}");
}
