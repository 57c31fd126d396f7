using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Checkpoints in somebody's container of Azure Blob Storage, read in place with the caller's identity.</summary>
public sealed class BlobFolders : ICheckpointSource
{
    public CheckpointKind Kind => CheckpointKind.Blob;

    public Task<SourcedFolder> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken)
    {
        // A signature would end up in journals and reports.
        if (!Uri.TryCreate(reference.Location, UriKind.Absolute, out var address) || address.Query.Length > 0 || address.UserInfo.Length > 0)
            throw new PipelineException($"{WithoutSecrets(reference.Location)}: write a blob address without a signature; access is granted to the identity that runs.");
        string[] parts = address.AbsolutePath.Trim('/').Split('/', 2);
        return parts is [{ Length: > 0 } container, { Length: > 0 } folder]
            ? Task.FromResult(new SourcedFolder(new($"{address.GetLeftPart(UriPartial.Authority)}/{container}", Uri.UnescapeDataString(folder)), MayChange: true))
            : throw new PipelineException($"{reference.Location}: write the address of a folder, https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER.");
    }

    // Of any text, since what is no address may hold a signature, too.
    private static string WithoutSecrets(string location)
    {
        string place = location.Split('?')[0];
        return place.Contains('@', StringComparison.Ordinal) ? $"…{place[place.LastIndexOf('@')..]}" : place;
    }
}
