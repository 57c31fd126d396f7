using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Costs.Prices;

/// <summary>Prices, speeds and the deployment's settings: everything about a plan's cost that is no fact of the code.</summary>
/// <param name="AsOf">When the prices held.</param>
/// <param name="Currency">Such as <c>USD</c>.</param>
/// <param name="Region">Where they held.</param>
/// <param name="Devices">In the order of the file.</param>
public sealed record PriceTable(
    string AsOf, string Currency, string Region, UnitPrices Prices, Deployment Deployment, IReadOnlyList<DeviceProfile> Devices)
{
    private const string Resource = "prices.yaml";

    /// <summary>The table that this build carries, with its comments.</summary>
    public static string DefaultText { get; } = ReadResource();

    public static PriceTable Default { get; } = PriceTableReader.Read(DefaultText, Resource);

    /// <exception cref="Experiments.ExperimentException">The file cannot be read, or is no price table; the message says where and the remedy.</exception>
    public static PriceTable ReadFile(string path) => PriceTableReader.Read(ExperimentText.ReadFile(path), path);

    private static string ReadResource()
    {
        using var reader = new StreamReader(typeof(PriceTable).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
