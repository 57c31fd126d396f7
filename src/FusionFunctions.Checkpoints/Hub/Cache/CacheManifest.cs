using System.Text.Json;
using System.Text.Json.Serialization;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <summary>What a commit holds, and which of it is in the cache.</summary>
/// <param name="Repository"><c>org/name</c>.</param>
/// <param name="Kind">Model or data set.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="ListedByHub">Whether <paramref name="Files"/> are all files of the commit, and not only those found on this machine.</param>
/// <param name="Files">Ordinal by path.</param>
internal sealed record CacheManifest(
    string Repository, HubRepositoryKind Kind, string Commit, bool ListedByHub, IReadOnlyList<ManifestFile> Files)
{
    private const int MaxBytes = 2 * HubRevisionJson.MaxBytes;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static CacheManifest Of(HubRevision revision, bool listedByHub) => new(
        revision.Repository.Name, revision.Repository.Kind, revision.Commit, listedByHub,
        [.. revision.Files.Select(file => new ManifestFile(file.Path.Value, file.Size, file.Sha256, file.GitSha1))]);

    /// <returns>Null where there is none.</returns>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static async Task<CacheManifest?> ReadAsync(
        IBlobStore store, HubRepository repository, string commit, CancellationToken cancellationToken)
    {
        var path = CacheLayout.Manifest(repository, commit);
        if (await store.FindAsync(path, cancellationToken) is null)
            return null;
        var manifest = await store.ReadJsonAsync<CacheManifest>(path, MaxBytes, s_json, cancellationToken);
        bool isOther = manifest.Repository != repository.Name || manifest.Kind != repository.Kind || manifest.Commit != commit;
        if (isOther || manifest.Files.Contains(null!))
            throw new StorageException($"'{path}' in {store.Name} is not the manifest of {repository}@{commit}; delete it and run again.");
        foreach (var file in manifest.Files)
            BlobPath.Parse(file.Path);
        return manifest;
    }

    public Task WriteAsync(IBlobStore store, CancellationToken cancellationToken) => store.WriteJsonAsync(
        CacheLayout.Manifest(new HubRepository(Kind, Repository), Commit), this, BlobWriteMode.Replace, s_json, cancellationToken);

    public HubRevision ToRevision() => new(
        new HubRepository(Kind, Repository), Commit,
        [.. Files.Select(file => new HubFile(BlobPath.Parse(file.Path), file.Size, file.Sha256, file.GitSha1))]);

    /// <summary>The folder in the store.</summary>
    [JsonIgnore]
    public string Folder => CacheLayout.Folder(new HubRepository(Kind, Repository), Commit);

    /// <summary>The commit as far as it is in the cache.</summary>
    public HubRevision FetchedFiles()
    {
        var all = ToRevision();
        return all with { Files = [.. all.Files.Where(file => Fetched(file) is not null)] };
    }

    public ManifestFile? Fetched(HubFile file) => Files.FirstOrDefault(entry => entry.Path == file.Path.Value && entry.Fetched is not null);

    /// <summary>The file with what is proven of its content.</summary>
    public HubFile Proven(HubFile file) => Fetched(file) is { } entry ? file with { Size = entry.Size, Sha256 = entry.Sha256 } : file;

    /// <summary>The fuller listing of the two, with all that either fetched.</summary>
    public CacheManifest Join(CacheManifest? other)
    {
        if (other is null)
            return this;
        var (fuller, lesser) = other.ListedByHub ? (other, this) : (this, other);
        return lesser.Files.Where(file => file.Fetched is not null).Aggregate(fuller, (manifest, file) => manifest.With(file));
    }

    public CacheManifest With(ManifestFile fetched) =>
        this with { Files = [.. Files.Where(file => file.Path != fetched.Path).Append(fetched).OrderBy(file => file.Path, StringComparer.Ordinal)] };
}
