using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>Where a merged checkpoint goes, and whose config and tokenizer it takes.</summary>
/// <param name="Target">The store that receives it.</param>
/// <param name="Folder">The folder in that store; it may not hold a checkpoint that was not exported by us.</param>
/// <param name="Base">The model whose config, other small files and tokenizer are copied.</param>
public sealed record CheckpointExport(IBlobStore Target, string Folder, CheckpointSource Base)
{
    /// <summary>Where the tokenizer files are; null where they are beside the base.</summary>
    public CheckpointSource? Tokenizer { get; init; }

    /// <summary>By input name: the hub repository (<c>org/name</c>) that it came from, for the model card.</summary>
    public IReadOnlyDictionary<string, string> HubNames { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Asked when something that was made of the inputs is about to appear: a file of weights, which the next export may keep, and the config, with which the folder opens.
    /// Throws where an input is no longer what the recipe names. Called from several exports at once.
    /// </summary>
    public Func<CancellationToken, Task> RequireInputsUnchangedAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Hugging Face's own limit.</summary>
    public const long DefaultMaxShardBytes = 5_000_000_000;

    /// <summary>Weights beyond this are split into shards, as Hugging Face does.</summary>
    public long MaxShardBytes { get; init; } = DefaultMaxShardBytes;
}

/// <param name="Store">A user's folder, or our store.</param>
/// <param name="Folder">The folder in it; empty for the store itself.</param>
/// <param name="Name">For messages.</param>
public sealed record CheckpointSource(IBlobStore Store, string Folder, string Name);
