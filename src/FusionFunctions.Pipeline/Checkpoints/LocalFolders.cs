using System.Diagnostics.CodeAnalysis;
using FusionFunctions.Checkpoints;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Checkpoints in folders of this machine, read in place.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "Folders of this machine are what this source, used by an activity, is about.")]
public sealed class LocalFolders : ICheckpointSource
{
    public CheckpointKind Kind => CheckpointKind.Folder;

    public Task<SourcedFolder> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken) =>
        Directory.Exists(reference.Location)
            ? Task.FromResult(new SourcedFolder(BlobLocation.OfFolder(reference.Location), MayChange: true))
            : throw new CheckpointException($"{reference.Location}: there is no such folder. Write the path of a checkpoint's folder, relative to the file that names it.");
}
