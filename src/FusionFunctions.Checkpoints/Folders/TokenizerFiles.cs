namespace FusionFunctions.Checkpoints.Folders;

/// <summary>The files of a tokenizer, as far as a folder has them.</summary>
internal static class TokenizerFiles
{
    public static readonly IReadOnlyList<string> All =
        [ModelFiles.Vocabulary, "tokenizer.json", ModelFiles.TokenizerConfig, ModelFiles.SpecialTokens, "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt"];
}
