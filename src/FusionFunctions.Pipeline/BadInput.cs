using FusionFunctions.Checkpoints;
using FusionFunctions.Experiments;
using FusionFunctions.Glue;
using FusionFunctions.Leaderboards;
using FusionFunctions.Merging;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline;

/// <summary>Which failures lie in what the user gave, and would come back on every attempt.</summary>
public static class BadInput
{
    // Models are loaded by a library that the pipeline does not know.
    private const string ModelException = "FlanT5Exception";

    /// <summary>Type names, as <see cref="Orchestration.ActivityFailedException.ErrorType"/> gives them.</summary>
    public static IReadOnlyList<string> ErrorTypes { get; } =
    [
        nameof(BlobNotFoundException),
        nameof(BlobPathException),
        nameof(CheckpointException),
        nameof(ExperimentException),
        ModelException,
        nameof(GlueException),
        nameof(LeaderboardException),
        nameof(MergeException),
        nameof(PipelineException),
        nameof(StorageException),
    ];

    public static bool Is(string errorType) => ErrorTypes.Contains(errorType);

    public static bool Is(Exception error) => Is(error.GetType().Name);
}
