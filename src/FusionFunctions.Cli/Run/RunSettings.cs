namespace FusionFunctions.Cli.Run;

/// <param name="File">The experiment file.</param>
/// <param name="Store">What holds results; see <see cref="Storage.BlobStores.Open"/>.</param>
/// <param name="Limit">Rows of every task at most, or null.</param>
/// <param name="Overrides">As written: <c>key=value</c>.</param>
/// <param name="DryRun">Only print the plan.</param>
/// <param name="Queue">Where merges and evaluations are sent, see <see cref="Storage.Queues.WorkQueues.Open"/>; null for this process.</param>
/// <param name="Workers">Steps that run side by side; null lets the machine's cores decide.</param>
/// <param name="Compute">What this process computes with.</param>
internal sealed record RunSettings(string File, string Store, int? Limit, IReadOnlyList<string> Overrides, bool DryRun, string? Queue, int? Workers, ComputeChoice Compute);
