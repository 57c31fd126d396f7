using System.Diagnostics.Metrics;

namespace FusionFunctions.Compute.Telemetry;

/// <summary>What merging and evaluating count, in whatever process; docs/telemetry.md lists the instruments.</summary>
internal static class ComputeMetrics
{
    private static readonly double[] s_rates = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    public static Meter Meter { get; } = new("FusionFunctions.Compute");

    private static readonly Counter<long> s_examples =
        Meter.CreateCounter<long>("fusion.evaluation.examples", "{example}", "Examples that models answered.");

    private static readonly Counter<long> s_tokens =
        Meter.CreateCounter<long>("fusion.evaluation.tokens", "{token}", "Tokens that models read (input) and generated (output).");

    private static readonly Histogram<double> s_rate = Meter.CreateHistogram(
        "fusion.evaluation.rate", "{example}/s", "Examples answered in a second, over a shard.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = s_rates });

    private static readonly Counter<long> s_hits = Meter.CreateCounter<long>("fusion.cache.hits", "{lookup}", "Lookups that found what they wanted.");

    private static readonly Counter<long> s_misses = Meter.CreateCounter<long>("fusion.cache.misses", "{lookup}", "Lookups that had to load it.");

    public static void Answered(string task, int examples) => s_examples.Add(examples, Tag("task", task));

    /// <param name="task">The task's name.</param>
    /// <param name="examples">How many the shard has.</param>
    /// <param name="read">Tokens of the prompts.</param>
    /// <param name="generated">Tokens of the answers.</param>
    /// <param name="seconds">What the answers took.</param>
    public static void ShardAnswered(string task, int examples, long read, long generated, double seconds)
    {
        s_tokens.Add(read, Tag("task", task), Tag("direction", "input"));
        s_tokens.Add(generated, Tag("task", task), Tag("direction", "output"));
        s_rate.Record(examples / seconds, Tag("task", task));
    }

    /// <param name="cache">Whose: models, datasets, tokenizers or blobs.</param>
    /// <param name="isHit">Whether it had what was asked for.</param>
    public static void LookedUp(string cache, bool isHit) => (isHit ? s_hits : s_misses).Add(1, Tag("cache", cache));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
