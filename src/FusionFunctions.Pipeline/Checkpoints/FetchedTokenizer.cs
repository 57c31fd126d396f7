using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <param name="Folder">Holds <c>spiece.model</c>, or for a merge alone any files of a tokenizer.</param>
/// <param name="Digest">sha256 of <c>spiece.model</c>, or of the first file there is, lower-case hex.</param>
/// <param name="Pieces">How many the vocabulary has; null for a merge alone.</param>
public sealed record FetchedTokenizer(BlobLocation Folder, string Digest, int? Pieces = null);
