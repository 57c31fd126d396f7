namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Which files of a repository a step needs.</summary>
public enum CheckpointContent
{
    /// <summary>Configuration, weights and what makes a folder complete.</summary>
    Model,

    /// <summary>The same of a model whose tokenizer comes from elsewhere.</summary>
    ModelAlone,

    /// <summary>A PEFT adapter.</summary>
    Adapter,

    /// <summary>A tokenizer, of any kind.</summary>
    Tokenizer,
}
