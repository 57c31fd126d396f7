using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>The sources that a host offers.</summary>
public sealed class CheckpointSources(IEnumerable<ICheckpointSource> sources)
{
    private readonly Dictionary<CheckpointKind, ICheckpointSource> _sources = sources.ToDictionary(source => source.Kind);

    public Task<SourcedFolder> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken) =>
        _sources.TryGetValue(reference.Kind, out var source)
            ? source.FetchAsync(reference, content, cancellationToken)
            : throw new PipelineException($"{reference}: checkpoints cannot be fetched from there in this host. Use a folder.");
}
