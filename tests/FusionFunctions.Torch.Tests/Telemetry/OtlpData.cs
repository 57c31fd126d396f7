namespace FusionFunctions.Torch.Tests.Telemetry;

/// <param name="Service">The process, by its service.name.</param>
/// <param name="ParentId">Empty for the root of a trace.</param>
/// <param name="Kind">1 internal, 2 server, 3 client, 4 producer, 5 consumer.</param>
internal sealed record OtlpSpan(
    string Service, string TraceId, string Id, string ParentId, string Name, long Kind, IReadOnlyDictionary<string, string> Attributes, bool IsError);

/// <param name="Kind">sum, gauge or histogram.</param>
internal sealed record OtlpMetric(string Service, string Name, string Unit, string Kind, IReadOnlyList<OtlpPoint> Points);

/// <param name="Value">Of a histogram, the sum of what was recorded.</param>
/// <param name="Count">Of a histogram, how often.</param>
internal sealed record OtlpPoint(IReadOnlyDictionary<string, string> Attributes, double Value, long Count);

internal sealed record OtlpLog(string Service, string Body, string TraceId, string SpanId, IReadOnlyDictionary<string, string> Attributes);
