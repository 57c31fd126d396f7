using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <param name="Folder">Holds <c>spiece.model</c>.</param>
/// <param name="Digest">sha256 of that file, lower-case hex.</param>
public sealed record FetchedTokenizer(BlobLocation Folder, string Digest);
