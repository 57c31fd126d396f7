using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Uploads;

/// <summary>Tells those who put an experiment into the store's <c>experiments/</c> that its run failed, beside each of their files.</summary>
public sealed class ReportFailure(IBlobStore store) : IActivity<ReportFailureInput, int>
{
    /// <returns>How many files were told of.</returns>
    public async Task<int> RunAsync(ReportFailureInput input, CancellationToken cancellationToken)
    {
        int told = 0;
        var marks = new UploadMarks(store);
        await foreach (var mark in store.ListAsync(BlobLayout.RunUploads(input.Run), cancellationToken))
        {
            // What was taken away needs no answer, and what holds another experiment by now not this one.
            if (await store.FindAsync(BlobLayout.Upload(mark.Path.Name), cancellationToken) is not { } file
                || (await marks.ReadAsync(mark, cancellationToken) is { Length: > 0 } tag && tag != file.Tag))
                continue;
            await UploadErrors.WriteFailureAsync(store, mark.Path.Name, input.Run, input.Reason, cancellationToken);
            told++;
        }
        return told;
    }
}
