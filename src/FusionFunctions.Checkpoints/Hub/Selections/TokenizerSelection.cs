namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed class TokenizerSelection : HubFileSelection
{
    public const string Vocabulary = "spiece.model";

    public static readonly string[] Files =
    [
        Vocabulary, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt",
    ];

    internal override Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read) =>
        revision.Find(Vocabulary) is not null
            ? Task.FromResult<IReadOnlyList<HubFile>?>([.. Present(revision, Files)])
            : throw Missing(revision, $"has no {Vocabulary}. Name a repository or folder that has one as 'tokenizer:' of the model pool.");
}
