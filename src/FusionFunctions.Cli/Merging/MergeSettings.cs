using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Merging;

/// <param name="File">An experiment file, or a configuration of mergekit's.</param>
/// <param name="Output">The folder that receives one folder for every merged checkpoint.</param>
/// <param name="Store">Holds what is fetched from the hub.</param>
/// <param name="Overrides">As written: <c>key=value</c>.</param>
/// <param name="MemoryBytes">For the buffers of a merge, or null.</param>
/// <param name="Threads">Of a merge, or null.</param>
/// <param name="MaxShardBytes">Weights beyond this are split, or null.</param>
/// <param name="Compute">Where and with what spectral methods compute.</param>
internal sealed record MergeSettings(
    string File, string Output, string Store, IReadOnlyList<string> Overrides, long? MemoryBytes, int? Threads, long? MaxShardBytes, ComputeChoice Compute);
