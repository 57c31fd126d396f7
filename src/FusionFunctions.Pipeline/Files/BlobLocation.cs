namespace FusionFunctions.Pipeline.Files;

/// <summary>A file or folder that a step reads: in the store, in a user's own directory, or in another container.</summary>
/// <param name="Container">A full path on this machine, the address of a container, or null for the store.</param>
/// <param name="Path">The blob or folder in it; empty for the whole of it.</param>
public sealed record BlobLocation(string? Container, string Path)
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

    /// <summary>A file in this folder.</summary>
    public BlobLocation File(string name) => this with { Path = Path.Length == 0 ? name : $"{Path}/{name}" };

    /// <summary>For messages.</summary>
    public override string ToString() =>
        Container is null ? Path : Path.Length == 0 ? Container : $"{Container.TrimEnd('/', System.IO.Path.DirectorySeparatorChar)}/{Path}";
}
