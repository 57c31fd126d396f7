using System.CommandLine;

namespace FusionFunctions.Cli.Run;

/// <summary>The options of a <see cref="ComputeChoice"/>.</summary>
/// <param name="device">What the device is for.</param>
internal sealed class ComputeChoiceOptions(string device = "Where models run here (default: auto, a GPU where there is one).")
{
    public Option<string?> Device { get; } = DeviceOption.Create(device);

    public Option<string?> Matrices { get; } = MatricesOption.Create();

    public ComputeChoice Read(ParseResult parsed) => new(parsed.GetValue(Device), MatricesOption.Find(parsed.GetValue(Matrices)));
}
