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
        await foreach (var upload in store.ListAsync(BlobLayout.RunUploads(input.Run), cancellationToken))
        {
            // What was taken away needs no answer.
            if (await store.FindAsync(BlobLayout.Upload(upload.Path.Name), cancellationToken) is null)
                continue;
            await UploadErrors.WriteFailureAsync(store, upload.Path.Name, input.Run, input.Reason, cancellationToken);
            told++;
        }
        return told;
    }
}
