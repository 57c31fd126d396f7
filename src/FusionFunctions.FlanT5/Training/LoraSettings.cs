namespace FusionFunctions.FlanT5.Training;

/// <param name="Rank">PEFT's <c>r</c>.</param>
/// <param name="Alpha">PEFT's <c>lora_alpha</c>; the update is scaled by alpha / rank.</param>
/// <param name="Seed">Of the first factor's values.</param>
public sealed record LoraSettings(int Rank, double Alpha, long Seed)
{
    /// <summary>The layers that are changed: PEFT's <c>target_modules</c>, as in the published Flan-T5 adapters.</summary>
    public static IReadOnlyList<string> TargetModules { get; } = ["q", "v"];

    internal const string WeightSuffix = ".weight";

    internal static bool Targets(string parameter) => TargetModules.Any(module => parameter.EndsWith($".{module}{WeightSuffix}", StringComparison.Ordinal));
}
