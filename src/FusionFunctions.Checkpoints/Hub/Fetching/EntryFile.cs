using FusionFunctions.Checkpoints.Hub.Downloads;
using FusionFunctions.Checkpoints.Hub.LocalCaches;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Brings one file into the store: what is there already, else this machine's Hugging Face cache, else the hub.</summary>
internal sealed class EntryFile(
    IBlobStore store, HubClient client, LocalSnapshot? local, IProgress<HubProgress>? progress, HubRevision revision, HubFile file)
{
    public async Task<HubDownload> BringAsync(BlobPath path, CancellationToken cancellationToken) =>
        await AdoptAsync(path, cancellationToken)
        ?? await CopyAsync(path, cancellationToken)
        ?? await client.DownloadAsync(revision, file, store, path, progress, cancellationToken);

    /// <summary>A run that ended between a file and its manifest leaves the file. Proven, it is taken; otherwise it is deleted.</summary>
    private async Task<HubDownload?> AdoptAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(path, cancellationToken) is null)
            return null;
        if (file.Sha256 is not null || file.GitSha1 is not null)
            try
            {
                await using var reader = await store.OpenReadAsync(path, cancellationToken);
                return await VerifiedCopy.RunAsync(reader, file, null, reader.Name, cancellationToken);
            }
            catch (HubException e) when (e.Failure == HubFailure.Damaged)
            {
                Report(e);
            }
        await store.DeleteAsync(path, cancellationToken);
        return null;
    }

    private async Task<HubDownload?> CopyAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (local is null || !local.Has(file))
            return null;
        try
        {
            await using var reader = await local.Store.OpenReadAsync(file.Path, cancellationToken);
            await using var writer = await store.OpenWriteAsync(path, BlobWriteMode.Create, cancellationToken);
            var content = await VerifiedCopy.RunAsync(reader, file, writer, reader.Name, cancellationToken);
            await writer.CommitAsync(cancellationToken);
            return content;
        }
        catch (HubException e) when (e.Failure == HubFailure.Damaged)
        {
            Report(e);
            return null;
        }
    }

    private void Report(HubException e) => progress?.Report(new(revision.Repository, file.Path.Value, 0, file.Size ?? 0, e.Message));
}
