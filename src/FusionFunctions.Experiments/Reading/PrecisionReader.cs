using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Reads <c>precision:</c>.</summary>
internal static class PrecisionReader
{
    public static Precision Read(DocumentNode node)
    {
        string name = node.AsText("'precision'", "precision: f32");
        return PrecisionName.Find(name)
            ?? throw node.Place.Error($"there is no precision '{Shown.Short(name)}'", Suggestion.For(name, PrecisionName.All, "the precisions are"));
    }
}
