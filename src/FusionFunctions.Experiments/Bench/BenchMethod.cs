using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A method as FusionBench's configuration files name it, where that is not our name.</summary>
/// <param name="Choice">After <c>method=</c>.</param>
/// <param name="Class">What <c>_target_</c> ends with; modules before it differ from file to file.</param>
/// <param name="Method">Our name.</param>
internal sealed record BenchMethod(string Choice, string Class, string Method)
{
    /// <summary>Keys that change nothing here, each with the one value that it may have, or null for any.</summary>
    public IReadOnlyDictionary<string, JsonNode?> WithoutEffect { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Which of our parameters its file has; null for all.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>What its file says instead of our defaults.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Values { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The merge that a calibration is of; the configuration has it as a part of its own.</summary>
    public BenchMethod? BaseMethod { get; init; }

    public string Target => $"fusion_bench.method.{Class}";

    /// <param name="target">A class with the modules it is in.</param>
    public static string ClassOf(string target) => target[(target.LastIndexOf('.') + 1)..];
}
