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
    public async Task EnsureWritable_removes_temporary_files_that_nobody_writes()
    {
        string old = Leave("merges", TimeSpan.FromHours(1)), young = Leave("runs", TimeSpan.Zero);
        string another = Path.Combine(_folder["merges"], ".tmp-of-somebody-else");
        await File.WriteAllTextAsync(another, "", Cancel);
        File.SetLastWriteTimeUtc(another, DateTime.UtcNow.AddDays(-1));
        await _store.WriteTextAsync(BlobPath.Parse("merges/blob"), "text", BlobWriteMode.Create, Cancel);

        await _store.EnsureWritableAsync(Cancel);

        Assert.False(File.Exists(old) || File.Exists(young));
        Assert.Equal([another, _folder["merges", "blob"]], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task EnsureWritable_removes_beginnings_that_nobody_went_on_with_for_a_week()
    {
        string sha256 = new('a', 64), own = Guid.NewGuid().ToString("N"), young = _folder["merges", $".tmp-{sha256}-{own}.partial"], old = _folder["runs", $".tmp-{sha256}-{own}.partial"];
        string another = _folder["runs", $".tmp-{sha256}-somebody.partial"];
        foreach (string file in (string[])[young, old, another])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "", Cancel);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(file == young ? -6 : -8));
        }

        await _store.EnsureWritableAsync(Cancel);

        Assert.Equal([young, another], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order());
        Assert.Empty(await _store.ListAsync("", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public void Remove_where_locks_tell_nothing_spares_what_was_written_of_late()
    {
        string old = Leave("merges", TimeSpan.FromHours(25)), young = Leave("merges", TimeSpan.FromHours(23)), unlocked = Leave("merges", TimeSpan.Zero);

        AbandonedFiles.Remove(_folder.Path, written: unlocked, Cancel);

        Assert.Equal([young], Directory.GetFiles(_folder["merges"]));
        Assert.False(File.Exists(old));
    }

    [Fact]
    public async Task Write_whose_temporary_file_is_taken_for_an_abandoned_one_uses_another()
    {
        var refused = new List<string>();
        string file = _folder["blob"];

        await using (var writer = FileBlobWriter.Create(file, BlobWriteMode.Create, new(0), new(BlobPath.Parse("blob"), "directory"), temporary =>
        {
            if (refused.Count == 2)
                return TemporaryFile.TryCreate(temporary);
            refused.Add(temporary);
            return null;
        }))
        {
            await writer.WriteAsync(new byte[10], Cancel);
            Assert.True(await writer.CommitAsync(Cancel));
        }

        Assert.Equal(2, refused.Distinct().Count());
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Blobs_written_while_others_start_are_all_kept()
    {
        using var ended = new CancellationTokenSource();
        var starting = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
                await new DirectoryBlobStore(_folder.Path).EnsureWritableAsync(Cancel);
        }, Cancel);

        for (int i = 0; i < 300; i++)
            await _store.WriteTextAsync(BlobPath.Parse($"blobs/{i}"), "text", BlobWriteMode.Replace, Cancel);
        await ended.CancelAsync();
        await starting;

        Assert.Equal(300, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length);
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
