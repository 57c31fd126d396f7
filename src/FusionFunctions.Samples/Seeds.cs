namespace FusionFunctions.Samples;

/// <summary>What everything random in the samples starts from. Changing one changes the committed files.</summary>
internal static class Seeds
{
    public const ulong Validation = 1;
    public const ulong Vocabulary = 2;
    public const ulong Pretraining = 3;
    public const ulong FineTuning = 4;
    public const ulong Guesses = 5;
    public const ulong Order = 6;
    public const long Weights = 7;
    public const long Adapters = 8;
}
