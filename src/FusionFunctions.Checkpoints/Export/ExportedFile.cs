namespace FusionFunctions.Checkpoints.Export;

/// <param name="Name">In the folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ExportedFile(string Name, long Length, string Sha256);
