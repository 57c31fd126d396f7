namespace FusionFunctions.Glue.Datasets;

/// <summary>A row as it stands in a file.</summary>
/// <param name="Place">For messages: <c>file.jsonl:12</c>.</param>
/// <param name="Fields">Texts by field name.</param>
/// <param name="Label">A number, a label text, or null.</param>
internal sealed record RawRow(string Place, IReadOnlyDictionary<string, string> Fields, object? Label);
