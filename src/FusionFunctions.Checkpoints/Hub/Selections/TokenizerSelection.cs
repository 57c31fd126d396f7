using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed class TokenizerSelection : HubFileSelection
{
    internal override Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read) =>
        Present(revision, TokenizerFiles.All).ToArray() is { Length: > 0 } files
            ? Task.FromResult<IReadOnlyList<HubFile>?>(files)
            : throw Missing(revision, $"has no files of a tokenizer, such as {ModelFiles.Vocabulary}. Name a repository or folder that has them.");

    internal override bool IsSurelyWhole(HubRevision found) => found.Find(ModelFiles.Vocabulary) is not null;
}
