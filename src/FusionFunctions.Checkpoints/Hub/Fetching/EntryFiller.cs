using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Checkpoints.Hub.LocalCaches;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Brings the missing files of one commit into the store, and keeps its manifest. To be run under the entry's lease.</summary>
/// <param name="store">Where the cache is.</param>
/// <param name="client">Where files come from.</param>
/// <param name="local">Where they come from before that; or null.</param>
/// <param name="time">The clock of the manifest.</param>
/// <param name="progress">Told of every piece.</param>
internal sealed class EntryFiller(
    IBlobStore store, HubClient client, LocalSnapshot? local, TimeProvider time, IProgress<HubProgress>? progress)
{
    /// <param name="revision">What is known of the commit's files.</param>
    /// <param name="listedByHub">Whether that is all of them.</param>
    /// <param name="selection">Which of them are needed.</param>
    /// <param name="cancellationToken">Stops the filling; whole files stay.</param>
    /// <exception cref="CheckpointException">The model's config says that its weights cannot be read as numbers.</exception>
    public async Task<HubSnapshot> FillAsync(
        HubRevision revision, bool listedByHub, HubFileSelection selection, CancellationToken cancellationToken)
    {
        var before = await CacheManifest.ReadAsync(store, revision.Repository, revision.Commit, cancellationToken);
        var manifest = CacheManifest.Of(revision, listedByHub).Join(before);
        var files = await selection.ChooseAsync(revision, async index =>
        {
            manifest = await BringAsync(revision, index, manifest, cancellationToken);
            return await store.ReadBytesAsync(PathOf(revision, index), ShardIndex.MaxBytes, cancellationToken);
        });
        foreach (var file in files!)
        {
            manifest = await BringAsync(revision, file, manifest, cancellationToken);
            // It comes before the weights, which may be gigabytes that nothing can be made of.
            if (file.Path.Value == ModelFiles.Config)
                await ConfigFile.FindAsync(store, manifest.Folder, revision.Repository.ToString(), cancellationToken);
        }
        return new(revision.Repository, revision.Commit, null, manifest.Folder, [.. files.Select(manifest.Proven)]);
    }

    private async Task<CacheManifest> BringAsync(HubRevision revision, HubFile file, CacheManifest manifest, CancellationToken cancellationToken)
    {
        var path = PathOf(revision, file);
        if (manifest.Fetched(file) is { } entry && (await store.FindAsync(path, cancellationToken))?.Length == entry.Size)
            return manifest;
        var content = await new EntryFile(store, client, local, progress, revision, file).BringAsync(path, cancellationToken);
        manifest = manifest.With(new(file.Path.Value, content.Size, content.Sha256, file.GitSha1, time.GetUtcNow()));
        await manifest.WriteAsync(store, cancellationToken);
        return manifest;
    }

    private static BlobPath PathOf(HubRevision revision, HubFile file) => CacheLayout.File(revision.Repository, revision.Commit, file.Path);
}
