namespace FusionFunctions.Glue.Datasets;

/// <param name="Prompt">The model's input.</param>
/// <param name="Target">The right answer; empty where the data set does not give one.</param>
public sealed record GlueRow(string Prompt, string Target);
