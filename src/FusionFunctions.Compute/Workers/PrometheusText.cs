using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FusionFunctions.Compute.Workers;

/// <summary>Sums what meters measure and writes it as Prometheus reads it. Source: the text exposition format, version 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Series, Total> _totals = new();

    public PrometheusText(params Meter[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public override string ToString()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var metric in _totals.GroupBy(total => total.Key.Instrument).OrderBy(metric => metric.Key.Name, StringComparer.Ordinal))
        {
            var name = PrometheusName.Of(metric.Key);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name.Name} {metric.Key.Description}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name.Name} {name.Type}\n");
            foreach (var (series, total) in metric.OrderBy(total => total.Key.Labels, StringComparer.Ordinal))
                if (name.IsSummary)
                    text.Append(CultureInfo.InvariantCulture, $"{name.Name}_sum{series.Labels} {total.Sum}\n{name.Name}_count{series.Labels} {total.Count}\n");
                else
                    text.Append(CultureInfo.InvariantCulture, $"{name.Name}{series.Labels} {total.Sum}\n");
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    // Labels are this program's own words and need no escapes.
    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}=\"{tag.Value}\""));
        var series = new Series(instrument, labels.Length == 0 ? "" : $"{{{labels}}}");
        if (instrument.IsObservable)
            _totals[series] = new(value, 1);
        else
            _totals.AddOrUpdate(series, new Total(value, 1), (_, total) => new(total.Sum + value, total.Count + 1));
    }

    private sealed record Series(Instrument Instrument, string Labels);

    private readonly record struct Total(double Sum, long Count);
}
