using System.CommandLine;

namespace FusionFunctions.Cli.Run;

/// <summary>The options of a <see cref="ComputeChoice"/>.</summary>
internal sealed class ComputeChoiceOptions
{
    public Option<string?> Device { get; } = DeviceOption.Create("Where models run here (default: auto, a GPU where there is one).");

    public Option<string?> Matrices { get; } = MatricesOption.Create();

    public ComputeChoice Read(ParseResult parsed) => new(parsed.GetValue(Device), MatricesOption.Find(parsed.GetValue(Matrices)));
}
