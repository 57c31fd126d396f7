using System.Runtime.CompilerServices;

namespace FusionFunctions.Storage.Directories;

public sealed partial class DirectoryBlobStore : IResumableStore
{
    public ValueTask<IResumableWriter?> TryBeginAsync(BlobPath path, string sha256, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = _files.Of(path);
        return new(PartialFileWriter.TryOpen(file, path, () => PartialFile.TryCreate(file, sha256)));
    }

    public ValueTask<IResumableWriter?> TryResumeAsync(BlobPath path, string sha256, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = _files.Of(path);
        return new(PartialFileWriter.TryOpen(file, path, () => PartialFile.TryTake(file, sha256, length)));
    }

    public async IAsyncEnumerable<BlobEntry> ListKeptAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in _files.ListKept(folder, cancellationToken))
            yield return entry;
        await Task.CompletedTask;
    }

    public ValueTask TidyAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in _files.ListKept("", cancellationToken))
            PartialFile.RemoveIfGivenUp(Path.Combine(Root, entry.Path.Value));
        return default;
    }

    public ValueTask ForgetAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var entry in _files.ListKept(folder, cancellationToken))
            TemporaryFile.TryRemove(Path.Combine(Root, entry.Path.Value));
        return default;
    }
}
