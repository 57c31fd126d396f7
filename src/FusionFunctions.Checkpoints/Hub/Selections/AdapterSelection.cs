namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed class AdapterSelection : HubFileSelection
{
    public const string Config = "adapter_config.json";
    private const string Safetensors = "adapter_model.safetensors";
    private const string Pickle = "adapter_model.bin";

    internal override Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read)
    {
        var config = revision.Find(Config) ?? throw Missing(revision, $"has no {Config}, so it is no adapter. A model is written without 'adapter:'.");
        var weights = revision.Find(Safetensors) ?? revision.Find(Pickle) ?? throw Missing(revision, $"has neither {Safetensors} nor {Pickle}.");
        return Task.FromResult<IReadOnlyList<HubFile>?>([config, weights]);
    }
}
