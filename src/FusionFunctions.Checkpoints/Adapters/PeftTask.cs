using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>What PEFT calls the task of a model, by which it chooses the class that opens an adapter.</summary>
public static class PeftTask
{
    public const string SequenceToSequence = "SEQ_2_SEQ_LM";

    private static readonly (string Suffix, string Task)[] s_tasks =
    [
        ("ForConditionalGeneration", SequenceToSequence),
        ("ForCausalLM", "CAUSAL_LM"),
        ("LMHeadModel", "CAUSAL_LM"),
        ("ForSequenceClassification", "SEQ_CLS"),
        ("ForTokenClassification", "TOKEN_CLS"),
        ("ForQuestionAnswering", "QUESTION_ANS"),
    ];

    /// <param name="config">Of the base; null where it has none.</param>
    /// <returns>Null for what PEFT has no name for: then it opens the adapter on the model as it is.</returns>
    public static string? Of(CheckpointConfig? config) =>
        config?.Architectures.FirstOrDefault() is { } name ? s_tasks.FirstOrDefault(entry => name.EndsWith(entry.Suffix, StringComparison.Ordinal)).Task : null;
}
