using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed class TokenizerSelection : HubFileSelection
{
    internal override Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read) =>
        revision.Find(ModelFiles.Vocabulary) is not null
            ? Task.FromResult<IReadOnlyList<HubFile>?>([.. Present(revision, TokenizerFiles.All)])
            : throw Missing(revision, $"has no {ModelFiles.Vocabulary}. Name a repository or folder that has one as 'tokenizer:' of the model pool.");
}
