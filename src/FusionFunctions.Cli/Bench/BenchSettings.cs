using FusionFunctions.Cli.Run;
using FusionFunctions.Experiments;

namespace FusionFunctions.Cli.Bench;

/// <param name="Overrides">As written.</param>
/// <param name="IsMultirun">Whether values with commas stand for several jobs.</param>
/// <param name="PrintsConfig">Whether to print the composed configuration and stop.</param>
/// <param name="ConfigFolder">The user's groups, or null.</param>
/// <param name="Store">What holds results.</param>
/// <param name="Queue">Where merges and evaluations are sent, or null.</param>
/// <param name="Workers">Steps that run side by side, or null.</param>
/// <param name="Compute">What this process computes with.</param>
/// <param name="Precision">What models compute with, or null.</param>
internal sealed record BenchSettings(
    IReadOnlyList<string> Overrides, bool IsMultirun, bool PrintsConfig, string? ConfigFolder, string Store, string? Queue, int? Workers,
    ComputeChoice Compute, Precision? Precision);
