using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Finds what an evaluation would leave: with whole answers asked for, a score alone is not enough.</summary>
public static class FinishedEvaluation
{
    /// <returns>Null where something is missing.</returns>
    public static async Task<ComputeOutcome?> FindAsync(IBlobStore store, EvaluateCommand command, CancellationToken cancellationToken)
    {
        if (command.Answers is { } answers && await store.FindAsync(BlobPath.Parse(answers), cancellationToken) is null)
            return null;
        return await store.FindAsync(BlobPath.Parse(command.Result), cancellationToken) is null ? null : new(0, command.Rows, []);
    }
}
