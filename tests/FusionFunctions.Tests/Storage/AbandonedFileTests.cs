using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

/// <summary>What a killed writer leaves is never seen, and goes away.</summary>
public sealed class AbandonedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _store;

    public AbandonedFileTests() => _store = new(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Temporary_files_are_not_listed_and_cannot_be_named()
    {
        string name = Path.GetFileName(Leave("merges", TimeSpan.FromDays(1)));

        Assert.Empty(await _store.ListAsync("", Cancel).ToListAsync(Cancel));
        await Assert.ThrowsAsync<BlobPathException>(async () => await _store.OpenReadAsync(BlobPath.Parse($"merges/{name}"), Cancel));
        await Assert.ThrowsAsync<BlobPathException>(async () => await _store.OpenWriteAsync(BlobPath.Parse(".tmp-mine"), BlobWriteMode.Create, Cancel));
    }

    [Fact]
    public async Task EnsureWritable_removes_old_temporary_files_that_nobody_writes()
    {
        string old = Leave("merges", TimeSpan.FromHours(1)), young = Leave("merges", TimeSpan.FromMinutes(1));
        string another = Path.Combine(_folder["merges"], ".tmp-of-somebody-else");
        await File.WriteAllTextAsync(another, "", Cancel);
        File.SetLastWriteTimeUtc(another, DateTime.UtcNow.AddDays(-1));
        await _store.WriteTextAsync(BlobPath.Parse("merges/blob"), "text", BlobWriteMode.Create, Cancel);

        await _store.EnsureWritableAsync(Cancel);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young) && File.Exists(another) && File.Exists(_folder["merges", "blob"]));
    }

    [Fact]
    public async Task EnsureWritable_spares_the_file_of_a_living_writer_however_old()
    {
        var blob = BlobPath.Parse("merges/blob");
        await using var writer = await _store.OpenWriteAsync(blob, BlobWriteMode.Create, Cancel);
        await writer.WriteAsync(new byte[100_000], Cancel);
        File.SetLastWriteTimeUtc(Assert.Single(Directory.EnumerateFiles(_folder["merges"])), DateTime.UtcNow.AddDays(-1));

        await _store.EnsureWritableAsync(Cancel);

        Assert.True(await writer.CommitAsync(Cancel));
        Assert.Equal(100_000, (await _store.FindAsync(blob, Cancel))!.Length);
    }

    [Fact]
    public async Task EnsureWritable_does_not_follow_links()
    {
        using var outside = new TemporaryFolder();
        string file = Leave(outside.Path, TimeSpan.FromDays(1));
        Directory.CreateSymbolicLink(_folder["link"], outside.Path);

        await _store.EnsureWritableAsync(Cancel);

        Assert.True(File.Exists(file));
    }

    private string Leave(string folder, TimeSpan age)
    {
        string file = Path.Combine(Directory.CreateDirectory(_folder[folder]).FullName, $".tmp-{Guid.NewGuid():N}");
        File.WriteAllText(file, "half a blob");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age);
        return file;
    }
}
