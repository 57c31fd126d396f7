using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>PyTorch's names for element types, as safetensors calls them.</summary>
internal static class DTypeReader
{
    // As PyTorch prints them.
    private const string Module = "torch.";

    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["float32"] = "F32",
        ["float16"] = "F16",
        ["bfloat16"] = "BF16",
    };

    /// <summary>Every way to write them.</summary>
    public static IReadOnlyList<string> Spellings { get; } = [.. Names.Keys, .. Names.Keys.Select(name => Module + name)];

    public static string Read(DocumentNode node)
    {
        string text = node.AsText("'dtype'", "dtype: float32");
        string name = text.StartsWith(Module, StringComparison.Ordinal) ? text[Module.Length..] : text;
        return Names.TryGetValue(name, out string? dtype)
            ? dtype
            : throw node.Place.Error($"there is no dtype '{Shown.Short(text)}'", Suggestion.For(name, [.. Names.Keys], "the dtypes are"));
    }
}
