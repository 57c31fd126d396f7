using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Costs.Sizes;

/// <summary>The size of a checkpoint or an adapter in a user's folder, from the headers of its files.</summary>
internal static class FolderSize
{
    private const int BytesOfFloat = 4;

    public static async Task<RepositorySize> OfAsync(string folder, bool isAdapter, CancellationToken cancellationToken)
    {
        var store = new DirectoryBlobStore(folder, LinkPolicy.Follow);
        if (isAdapter)
        {
            await using var adapter = await AdapterFolder.OpenAsync(store, "", folder, cancellationToken);
            long parameters = AdapterSummary.Of(adapter).Parameters;
            return new(parameters, BytesOfFloat * parameters);
        }
        await using var checkpoint = await CheckpointFolder.OpenAsync(store, "", folder, cancellationToken);
        var summary = ModelSummary.Of(checkpoint.Tensors, checkpoint.StateDict, checkpoint.Config);
        return new(summary.Parameters, summary.Bytes);
    }
}
