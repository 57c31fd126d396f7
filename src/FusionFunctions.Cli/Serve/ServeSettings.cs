using System.Net;
using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Serve;

/// <param name="Store">What holds everything, see <see cref="Storage.BlobStores.Open"/>.</param>
/// <param name="Queue">Where merges and evaluations are sent; null for this process.</param>
/// <param name="Listen">Where callers are heard.</param>
/// <param name="Folder">Where relative paths of posted experiments start; null refuses local paths.</param>
/// <param name="Compute">What this process computes with.</param>
internal sealed record ServeSettings(string Store, string? Queue, IPEndPoint Listen, string? Folder, ComputeChoice Compute);
