namespace FusionFunctions.Checkpoints.Folders;

/// <summary>The files of a tokenizer, as far as a folder has them.</summary>
internal static class TokenizerFiles
{
    public const string Vocabulary = "spiece.model";

    public static readonly IReadOnlyList<string> All =
        [Vocabulary, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt"];
}
