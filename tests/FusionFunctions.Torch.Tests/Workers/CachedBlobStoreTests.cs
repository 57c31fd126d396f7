using FusionFunctions.Compute.Caching;
using FusionFunctions.Glue;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Workers;

public sealed class CachedBlobStoreTests : IDisposable
{
    private const int Large = 2 << 20;
    private static readonly BlobPath s_path = BlobPath.Parse("merges/a/model.safetensors");
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _remote;

    public CachedBlobStoreTests() => _remote = new(_folder["remote"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Copies => Directory.Exists(_folder["cache"]) ? Directory.GetFiles(_folder["cache"]) : [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Large_blob_is_downloaded_once_and_read_from_the_copy()
    {
        var store = Cache(100 << 20);
        byte[] bytes = await PutAsync(s_path, 1, Large);

        byte[][] read = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.ReadBytesAsync(s_path, Large, Cancel)));

        Assert.All(read, copy => Assert.True(bytes.AsSpan().SequenceEqual(copy)));
        string copy = Assert.Single(Copies);
        await File.WriteAllBytesAsync(copy, new byte[Large], Cancel);
        Assert.Equal(0, (await store.ReadBytesAsync(s_path, Large, Cancel)).Max());
    }

    [Fact]
    public async Task Data_set_tells_its_format_and_its_place_by_the_name_of_the_blob()
    {
        var path = BlobPath.Parse("datasets/cola.jsonl");
        const string row = """{"sentence": "A row.", "label": 1, "idx": 0}""";
        await _remote.WriteTextAsync(path, string.Concat(Enumerable.Repeat(row + "\n", Large / row.Length)) + "{}\n", BlobWriteMode.Replace, Cancel);
        var store = Cache(100 << 20);

        var rows = GlueDataset.ReadAsync(GlueTasks.Find("cola"), await store.OpenReadAsync(path, Cancel), limit: null, Cancel);

        var error = await Assert.ThrowsAsync<GlueException>(async () => await rows.CountAsync(Cancel));
        Assert.Single(Copies);
        Assert.StartsWith($"{_remote.Name}: datasets/cola.jsonl:{Large / row.Length + 1}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaced_blob_is_not_read_from_the_old_copy()
    {
        var store = Cache(100 << 20);
        await PutAsync(s_path, 1, Large);
        await store.ReadBytesAsync(s_path, Large, Cancel);
        var written = File.GetLastWriteTimeUtc(_folder["remote", s_path.Value]);

        byte[] bytes = await PutAsync(s_path, 2, Large);
        File.SetLastWriteTimeUtc(_folder["remote", s_path.Value], written);

        byte[] read = await store.ReadBytesAsync(s_path, Large, Cancel);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Small_and_oversized_blobs_are_not_kept()
    {
        var store = Cache(6 << 20);
        await PutAsync(BlobPath.Parse("small"), 1, 1000);
        await PutAsync(BlobPath.Parse("huge"), 2, 4 << 20);

        await store.ReadBytesAsync(BlobPath.Parse("small"), 1000, Cancel);
        await store.ReadBytesAsync(BlobPath.Parse("huge"), 4 << 20, Cancel);

        Assert.Empty(Copies);
    }

    [Fact]
    public async Task Copies_stay_within_the_bound_and_the_least_used_goes_first()
    {
        var store = Cache(5 << 20);
        for (int i = 0; i < 3; i++)
        {
            await PutAsync(BlobPath.Parse($"blob-{i}"), i, Large);
            await store.ReadBytesAsync(BlobPath.Parse($"blob-{i}"), Large, Cancel);
            // As if time had gone by, whose steps a file system may not tell apart.
            foreach (string copy in Copies)
                File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(copy).AddHours(-1));
            await store.ReadBytesAsync(BlobPath.Parse("blob-0"), Large, Cancel);
        }

        Assert.Equal(2, Copies.Length);
        var kept = Copies.Select(copy => File.ReadAllBytes(copy)[0]).Order();
        Assert.Equal([(byte)0, (byte)2], kept);
    }

    [Fact]
    public async Task Blob_is_read_from_the_store_where_no_copy_can_be_kept()
    {
        await File.WriteAllTextAsync(_folder["cache"], "A file stands where the folder should be.", Cancel);
        byte[] bytes = await PutAsync(s_path, 1, Large);

        byte[] read = await Cache(100 << 20).ReadBytesAsync(s_path, Large, Cancel);

        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Missing_blob_is_told_as_by_the_store_itself() =>
        await Assert.ThrowsAsync<BlobNotFoundException>(async () => await Cache(1 << 30).OpenReadAsync(s_path, Cancel));

    private CachedBlobStore Cache(long bytes) => new(_remote, _folder["cache"], bytes);

    private async Task<byte[]> PutAsync(BlobPath path, int value, int length)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, (byte)value);
        await _remote.WriteBytesAsync(path, bytes, BlobWriteMode.Replace, Cancel);
        return bytes;
    }
}
