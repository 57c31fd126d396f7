using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>The files of a tokenizer, as far as a folder has them. Programs (<c>*.py</c>) are none: nothing of a checkpoint is executed.</summary>
public static class TokenizerFiles
{
    /// <summary>Of all the families of models.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ModelFiles.Vocabulary, "tokenizer.json", ModelFiles.TokenizerConfig, ModelFiles.SpecialTokens, "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt",
        "tokenizer.model", "sentencepiece.bpe.model", "spm.model", "source.spm", "target.spm", "chat_template.jinja", "chat_template.json",
    ];

    /// <returns>The first of them that the folder has, or null.</returns>
    public static async Task<string?> FindAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        foreach (string file in All)
            if (await store.FindAsync(FolderPath.Join(folder, file), cancellationToken) is not null)
                return file;
        return null;
    }
}
