using System.Diagnostics.Metrics;

namespace FusionFunctions.Compute.Workers;

/// <summary>An instrument in Prometheus' words: dots become underscores, the unit becomes part of the name, a counter ends in <c>_total</c>.</summary>
/// <param name="Name">Without the suffixes of a summary's two series.</param>
/// <param name="Type">As <c># TYPE</c> tells it.</param>
internal sealed record PrometheusName(string Name, string Type)
{
    private const string Summary = "summary";

    /// <summary>A histogram, of which sum and count are served.</summary>
    public bool IsSummary => Type == Summary;

    public static PrometheusName Of(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit switch
        {
            "s" => "seconds",
            "By" => "bytes",
            _ => "",
        };
        if (unit.Length > 0 && !name.Contains(unit, StringComparison.Ordinal))
            name += $"_{unit}";
        return instrument switch
        {
            Counter<long> or Counter<double> => new($"{name}_total", "counter"),
            Histogram<double> => new(name, Summary),
            _ => new(name, "gauge"),
        };
    }
}
