namespace FusionFunctions.Experiments;

/// <summary>Precisions as files, options and leaderboards name them.</summary>
public static class PrecisionName
{
    private static readonly Dictionary<string, Precision> s_byName = Enum.GetValues<Precision>().ToDictionary(Of);

    public static IReadOnlyList<string> All { get; } = [.. s_byName.Keys];

    /// <summary>Such as <c>bf16</c>.</summary>
    public static string Of(Precision precision) => precision.ToString().ToLowerInvariant();

    /// <returns>Null where there is no such precision.</returns>
    public static Precision? Find(string name) => s_byName.TryGetValue(name, out var precision) ? precision : null;
}
