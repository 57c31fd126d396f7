using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed class AdapterSelection : HubFileSelection
{
    internal override Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read)
    {
        var config = revision.Find(ModelFiles.AdapterConfig)
            ?? throw Missing(revision, $"has no {ModelFiles.AdapterConfig}, so it is no adapter. A model is written without 'adapter:'.");
        var weights = revision.Find(ModelFiles.AdapterWeights) ?? revision.Find(ModelFiles.AdapterPickle)
            ?? throw Missing(revision, $"has neither {ModelFiles.AdapterWeights} nor {ModelFiles.AdapterPickle}.");
        return Task.FromResult<IReadOnlyList<HubFile>?>([config, weights]);
    }
}
