using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <param name="Folder">Where the files are.</param>
/// <param name="MayChange">Whether someone else may write there: a user's own folder.</param>
public sealed record SourcedFolder(BlobLocation Folder, bool MayChange);

/// <summary>Which files of a repository a step needs.</summary>
public enum CheckpointContent
{
    /// <summary>Configuration, weights and what makes a folder complete.</summary>
    Model,

    /// <summary>A PEFT adapter.</summary>
    Adapter,

    /// <summary><c>spiece.model</c>.</summary>
    Tokenizer,
}
