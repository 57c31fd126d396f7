using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <param name="Name">In the folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ExportedFile(string Name, long Length, string Sha256)
{
    /// <summary>Whether a file that a record names lies in the folder itself; records come from outside.</summary>
    internal static bool IsNamed(ExportedFile? file) =>
        file is { Name: not null } && !file.Name.Contains('/', StringComparison.Ordinal) && BlobPath.TryParse(file.Name, out _);
}
