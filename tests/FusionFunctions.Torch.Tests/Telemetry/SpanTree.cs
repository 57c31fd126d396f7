namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>Spans by what they belong to.</summary>
internal sealed class SpanTree
{
    private readonly Dictionary<string, OtlpSpan> _spans;

    /// <summary>Fails where they are not one trace with one root, in which everything has a parent.</summary>
    public SpanTree(IReadOnlyList<OtlpSpan> spans)
    {
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        _spans = spans.ToDictionary(span => span.Id);
        Root = Assert.Single(spans, span => span.ParentId.Length == 0);
        Assert.All(spans.Where(span => span != Root), span => Assert.Contains(span.ParentId, _spans.Keys));
    }

    public OtlpSpan Root { get; }

    public IEnumerable<OtlpSpan> All => _spans.Values;

    public IEnumerable<OtlpSpan> Named(string name) => All.Where(span => span.Name == name);

    /// <summary>The names from a span up to the root.</summary>
    public string PathOf(OtlpSpan span) => span == Root ? span.Name : $"{span.Name} < {PathOf(_spans[span.ParentId])}";
}
