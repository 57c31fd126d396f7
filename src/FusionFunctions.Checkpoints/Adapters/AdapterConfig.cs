namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>What adapter_config.json says of a LoRA adapter, as far as it decides the merged weights.</summary>
internal sealed record AdapterConfig
{
    /// <summary>The rank r.</summary>
    public required int Rank { get; init; }

    /// <summary>α; the update is scaled by α/r, or α/√r with <see cref="UseRsLora"/>.</summary>
    public required double Alpha { get; init; }

    /// <summary>Rank-stabilised LoRA, https://arxiv.org/abs/2312.03732.</summary>
    public required bool UseRsLora { get; init; }

    /// <summary>Whether it says that the base stores these weights as [in, out]; see <see cref="Conv1DLayers"/>.</summary>
    public required bool FanInFanOut { get; init; }

    public required TargetModules Targets { get; init; }

    /// <summary>By pattern of module names: ranks and α that differ from the rest.</summary>
    public required IReadOnlyList<(ModulePattern Pattern, double Value)> RankPattern { get; init; }

    public required IReadOnlyList<(ModulePattern Pattern, double Value)> AlphaPattern { get; init; }

    /// <summary>Where the adapter says it comes from; for messages.</summary>
    public required string? BaseModel { get; init; }

    public int RankOf(string module) => (int)Value(RankPattern, module, Rank);

    public float ScalingOf(string module)
    {
        double rank = RankOf(module);
        return (float)(Value(AlphaPattern, module, Alpha) / (UseRsLora ? Math.Sqrt(rank) : rank));
    }

    private static double Value(IReadOnlyList<(ModulePattern Pattern, double Value)> patterns, string module, double otherwise)
    {
        foreach (var (pattern, value) in patterns)
            if (pattern.IsMatch(module))
                return value;
        return otherwise;
    }
}
