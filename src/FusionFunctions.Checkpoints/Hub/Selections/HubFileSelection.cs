namespace FusionFunctions.Checkpoints.Hub.Selections;

/// <summary>Which files of a repository are needed; the others are never fetched.</summary>
public abstract class HubFileSelection
{
    /// <summary>config.json, the weights (safetensors, else PyTorch's; single or sharded), generation_config.json and the tokenizer's files.</summary>
    public static HubFileSelection Model { get; } = new ModelSelection();

    /// <summary>The same of a model whose tokenizer comes from elsewhere: where it is not at hand, nobody asks for it.</summary>
    public static HubFileSelection ModelAlone { get; } = new ModelSelection { NeedsTokenizer = false };

    /// <summary>A PEFT adapter: adapter_config.json and adapter_model.safetensors, else adapter_model.bin.</summary>
    public static HubFileSelection Adapter { get; } = new AdapterSelection();

    /// <summary>The files of a tokenizer, whichever there are.</summary>
    public static HubFileSelection Tokenizer { get; } = new TokenizerSelection();

    /// <summary>The parquet files of one split, such as <c>sst2/validation-00000-of-00001.parquet</c>.</summary>
    /// <param name="config">The data set's configuration, such as <c>mnli</c>.</param>
    /// <param name="split">Such as <c>validation_matched</c>.</param>
    /// <exception cref="HubException">Not names that a data set can have.</exception>
    public static HubFileSelection DatasetSplit(string config, string split) => new DatasetSplitSelection(config, split);

    /// <summary>Chooses among the files of a commit.</summary>
    /// <param name="revision">All of the commit's files.</param>
    /// <param name="read">Gives the content of a small file; null where it is not at hand.</param>
    /// <returns>Null where a file that decides was not at hand.</returns>
    /// <exception cref="HubException">The repository does not have what is needed.</exception>
    internal abstract Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read);

    /// <summary>
    /// Whether files of an unknown repository, of which all that are needed were found, are surely all that the repository has of them:
    /// someone may have downloaded the weights and not the tokenizer.
    /// </summary>
    internal virtual bool IsSurelyWhole(HubRevision found) => true;

    private protected static IEnumerable<HubFile> Present(HubRevision revision, params IEnumerable<string> names) =>
        names.Select(revision.Find).OfType<HubFile>();

    private protected static HubException Missing(HubRevision revision, string text) =>
        new(HubFailure.NotFound, $"{revision.Repository}@{revision.Commit} {text}");
}
