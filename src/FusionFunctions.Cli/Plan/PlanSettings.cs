namespace FusionFunctions.Cli.Plan;

/// <param name="File">The experiment file.</param>
/// <param name="Store">What would hold results; see <see cref="Storage.BlobStores.Open"/>.</param>
/// <param name="Limit">Rows of every task at most, or null.</param>
/// <param name="Overrides">As written: <c>key=value</c>.</param>
/// <param name="WithCost">Whether to say what the run consumes and costs.</param>
/// <param name="Device">Of the workers; null for all that the price table has.</param>
/// <param name="Replicas">Workers at most.</param>
/// <param name="Prices">A price table; null for the one of this build.</param>
/// <param name="IsJson">Whether machines read it.</param>
internal sealed record PlanSettings(
    string File, string Store, int? Limit, IReadOnlyList<string> Overrides, bool WithCost, string? Device, int Replicas, string? Prices, bool IsJson);
