using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>PyTorch's names for element types, as safetensors calls them.</summary>
internal static class DTypeReader
{
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["float32"] = "F32",
        ["float16"] = "F16",
        ["bfloat16"] = "BF16",
    };

    public static string Read(DocumentNode node)
    {
        string name = node.AsText("'dtype'", "dtype: float32");
        return Names.TryGetValue(name, out string? dtype)
            ? dtype
            : throw node.Place.Error($"there is no dtype '{Shown.Short(name)}'", Suggestion.For(name, [.. Names.Keys], "the dtypes are"));
    }
}
