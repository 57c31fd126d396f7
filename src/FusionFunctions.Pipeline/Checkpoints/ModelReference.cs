using System.Text.Json.Serialization;
using FusionFunctions.Checkpoints.Digests;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>A model that steps can open: a checkpoint, perhaps with an adapter on top.</summary>
/// <param name="Name">Such as <c>_pretrained_</c> or <c>glue-cola</c>.</param>
public sealed record ModelReference(string Name, FetchedCheckpoint Checkpoint, FetchedCheckpoint? Adapter = null)
{
    /// <summary>Of the content, lower-case hex: equal models have equal digests wherever they lie.</summary>
    [JsonIgnore]
    public string Digest => Adapter is null ? Checkpoint.Digest : CheckpointDigest.OfAdapted(Checkpoint.Digest, Adapter.Digest);

    /// <summary>The repository on the hub that stands for the model, or null: an adapter's where there is one.</summary>
    [JsonIgnore]
    public string? HubName => Adapter is null ? Checkpoint.HubName : Adapter.HubName;
}
