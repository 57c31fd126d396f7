using System.CommandLine;

namespace FusionFunctions.Cli.Run;

/// <summary>The options of a <see cref="ComputeChoice"/>.</summary>
/// <param name="device">What the device is for.</param>
internal sealed class ComputeChoiceOptions(string device = "Where models run here (default: auto, a GPU where there is one).")
{
    /// <summary>Of a verb that runs no model.</summary>
    public static ComputeChoiceOptions ForMatrices() =>
        new("Where matrices are multiplied and decomposed: auto, cpu or cuda (default: auto, a GPU where there is one). The last bits depend on it.");

    public Option<string?> Device { get; } = DeviceOption.Create(device);

    public Option<string?> Matrices { get; } = MatricesOption.Create();

    public ComputeChoice Read(ParseResult parsed) => new(parsed.GetValue(Device), MatricesOption.Find(parsed.GetValue(Matrices)));
}
