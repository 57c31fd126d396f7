namespace FusionFunctions.Samples.Texts;

/// <param name="Text">The word itself.</param>
/// <param name="Synonym">Means the same.</param>
/// <param name="Opposite">Means the contrary; null where a word has none.</param>
internal sealed record Word(string Text, string Synonym, string? Opposite = null);
