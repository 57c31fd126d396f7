namespace FusionFunctions.Samples.Vocabulary;

/// <param name="Text">With '▁' for a blank.</param>
/// <param name="Score">The natural logarithm of its probability.</param>
public readonly record struct UnigramPiece(string Text, double Score);
