using System.Globalization;

namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>Reads the requests of OTLP/HTTP. Source: opentelemetry-proto 1.x; the numbers are its fields'.</summary>
internal static class OtlpDecoder
{
    public static IEnumerable<OtlpSpan> Spans(ProtobufMessage request) =>
        from source in Sources(request)
        from span in source.Scope.All(2)
        select new OtlpSpan(
            source.Service, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(6), Attributes(span.All(9)), span.One(15).Number(3) == 2);

    public static IEnumerable<OtlpMetric> Metrics(ProtobufMessage request) =>
        from source in Sources(request)
        from metric in source.Scope.All(2)
        let kind = metric.Has(9) ? "histogram" : metric.Has(7) ? "sum" : "gauge"
        let points = kind == "histogram"
            ? metric.One(9).All(1).Select(point => new OtlpPoint(Attributes(point.All(9)), point.Double(5), point.Number(4)))
            : metric.One(kind == "sum" ? 7 : 5).All(1).Select(point =>
                new OtlpPoint(Attributes(point.All(7)), point.Has(4) ? point.Double(4) : point.Number(6), 1))
        select new OtlpMetric(source.Service, metric.Text(1), metric.Text(3), kind, [.. points]);

    public static IEnumerable<OtlpLog> Logs(ProtobufMessage request) =>
        from source in Sources(request)
        from log in source.Scope.All(2)
        select new OtlpLog(source.Service, Value(log.One(5)), log.Hex(9), log.Hex(10), Attributes(log.All(6)));

    private static IEnumerable<(string Service, ProtobufMessage Scope)> Sources(ProtobufMessage request) =>
        from resource in request.All(1)
        let service = Attributes(resource.One(1).All(1)).GetValueOrDefault("service.name", "")
        from scope in resource.All(2)
        select (service, scope);

    private static Dictionary<string, string> Attributes(IEnumerable<ProtobufMessage> attributes)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
            found[attribute.Text(1)] = Value(attribute.One(2));
        return found;
    }

    private static string Value(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? (value.Number(2) != 0 ? "true" : "false")
        : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture)
        : value.Number(3).ToString(CultureInfo.InvariantCulture);
}
