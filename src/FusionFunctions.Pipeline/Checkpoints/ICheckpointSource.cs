using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Makes checkpoints of one kind readable: a user's folder in place, a hub's repository through the cache.</summary>
public interface ICheckpointSource
{
    CheckpointKind Kind { get; }

    /// <summary>Finds or downloads the files that are asked for.</summary>
    Task<SourcedFolder> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken);
}
