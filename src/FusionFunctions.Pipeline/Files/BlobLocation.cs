namespace FusionFunctions.Pipeline.Files;

/// <summary>A file or folder that a step reads: in the store, or in a user's own directory.</summary>
/// <param name="Directory">A full path on this machine, or null for the store.</param>
/// <param name="Path">The blob or folder in it; empty for the whole of it.</param>
public sealed record BlobLocation(string? Directory, string Path)
{
    public static BlobLocation InStore(string path) => new(null, path);

    /// <summary>A folder of the user's.</summary>
    public static BlobLocation OfFolder(string path) => new(System.IO.Path.GetFullPath(path), "");

    /// <summary>A file of the user's.</summary>
    public static BlobLocation OfFile(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        return new(System.IO.Path.GetDirectoryName(full), System.IO.Path.GetFileName(full));
    }

    /// <summary>For messages.</summary>
    public override string ToString() => Directory is null ? Path : System.IO.Path.Join(Directory, Path);
}
