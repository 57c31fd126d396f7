namespace FusionFunctions.Storage;

/// <summary>A text that is not a safe name for a blob.</summary>
public sealed class BlobPathException(string path, string reason)
    : StorageException($"'{Printable(path)}' is not a valid blob path: {reason}.")
{
    private static string Printable(string path) =>
        string.Concat(path.Take(200).Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
