using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FusionFunctions.Compute.Workers;

/// <summary>Sums a meter's counters and writes them as Prometheus reads them. Source: the text exposition format, version 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Series, double> _sums = new();

    public PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var metric in _sums.GroupBy(sum => sum.Key.Instrument).OrderBy(metric => metric.Key.Name, StringComparer.Ordinal))
        {
            bool isCounter = metric.Key is Counter<long> or Counter<double>;
            string name = isCounter ? $"{metric.Key.Name}_total" : metric.Key.Name;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Key.Description}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(isCounter ? "counter" : "gauge")}\n");
            foreach (var (series, value) in metric.OrderBy(sum => sum.Key.Labels, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{name}{series.Labels} {value}\n");
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    // Labels are this program's own words and need no escapes.
    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}=\"{tag.Value}\""));
        _sums.AddOrUpdate(new(instrument, labels.Length == 0 ? "" : $"{{{labels}}}"), value, (_, sum) => sum + value);
    }

    private sealed record Series(Instrument Instrument, string Labels);
}
