using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>The small files beside the weights, taken over from the base.</summary>
internal static class CompanionFiles
{
    private const int MaxBytes = 64 << 20;

    public static async Task CopyAsync(CheckpointSource source, IEnumerable<string> files, ExportFolder folder, CancellationToken cancellationToken)
    {
        foreach (string file in files)
            if (await ReadAsync(source, file, cancellationToken) is { } bytes)
                await folder.WriteAsync(file, bytes, cancellationToken);
    }

    /// <summary>Null where the source has no such file.</summary>
    public static async Task<byte[]?> ReadAsync(CheckpointSource source, string file, CancellationToken cancellationToken)
    {
        var path = FolderPath.Join(source.Folder, file);
        return await source.Store.FindAsync(path, cancellationToken) is null
            ? null
            : await source.Store.ReadBytesAsync(path, MaxBytes, cancellationToken);
    }
}
