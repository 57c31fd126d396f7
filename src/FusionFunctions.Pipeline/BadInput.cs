using FusionFunctions.Checkpoints;
using FusionFunctions.Experiments;
using FusionFunctions.Glue;
using FusionFunctions.Leaderboards;
using FusionFunctions.Merging;
using FusionFunctions.Storage;
using FusionFunctions.T5Format;

namespace FusionFunctions.Pipeline;

/// <summary>Which failures lie in what the user gave, and would come back on every attempt.</summary>
public static class BadInput
{
    /// <summary>Type names, as <see cref="Orchestration.ActivityFailedException.ErrorType"/> gives them.</summary>
    public static IReadOnlyList<string> ErrorTypes { get; } =
    [
        nameof(BlobNotFoundException),
        nameof(BlobPathException),
        nameof(CheckpointException),
        nameof(ExperimentException),
        nameof(GlueException),
        nameof(LeaderboardException),
        nameof(MergeException),
        nameof(PipelineException),
        nameof(StorageException),
        nameof(T5FormatException),
    ];

    public static bool Is(string errorType) => ErrorTypes.Contains(errorType);

    public static bool Is(Exception error) => Is(error.GetType().Name);
}
