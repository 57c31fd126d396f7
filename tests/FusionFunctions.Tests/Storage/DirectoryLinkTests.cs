using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

public sealed class DirectoryLinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _ours;
    private readonly DirectoryBlobStore _users;

    public DirectoryLinkTests()
    {
        Directory.CreateDirectory(_folder["store", "inner"]);
        Directory.CreateDirectory(_folder["outside"]);
        File.WriteAllText(_folder["outside", "secret"], "12345");
        File.WriteAllText(_folder["store", "inner", "file"], "123");
        File.CreateSymbolicLink(_folder["store", "linked"], _folder["outside", "secret"]);
        File.CreateSymbolicLink(_folder["store", "chained"], "linked");
        File.CreateSymbolicLink(_folder["store", "dangling"], "nothing");
        Directory.CreateSymbolicLink(_folder["store", "folder"], _folder["outside"]);
        Directory.CreateSymbolicLink(_folder["store", "inner", "circle"], "..");
        _ours = new(_folder["store"]);
        _users = new(_folder["store"], LinkPolicy.Follow);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("linked"), InlineData("chained"), InlineData("dangling"), InlineData("folder/secret"), InlineData("inner/circle/linked")]
    public async Task Store_of_ours_refuses_links_in_every_call(string name)
    {
        var path = BlobPath.Parse(name);
        await RefusedAsync(async () => await _ours.OpenReadAsync(path, Cancel));
        await RefusedAsync(async () => await _ours.OpenWriteAsync(path, BlobWriteMode.Replace, Cancel));
        await RefusedAsync(async () => await _ours.FindAsync(path, Cancel));
        await RefusedAsync(async () => await _ours.DeleteAsync(path, Cancel));
        await RefusedAsync(async () => await _ours.TryLeaseAsync(path, Cancel));
        await RefusedAsync(async () => await _ours.ListAsync(name, Cancel).ToListAsync(Cancel));
        Assert.Equal("12345", await File.ReadAllTextAsync(_folder["outside", "secret"], Cancel));
    }

    [Fact]
    public async Task Store_of_ours_lists_no_links() =>
        Assert.Equal(["inner/file"], await _ours.ListAsync("", Cancel).Select(entry => entry.Path.Value).ToListAsync(Cancel));

    [Fact]
    public async Task Store_may_itself_be_a_link()
    {
        Directory.CreateSymbolicLink(_folder["alias"], _folder["store"]);
        var store = new DirectoryBlobStore(_folder["alias"]);

        Assert.True(await store.WriteTextAsync(BlobPath.Parse("inner/new"), "x", BlobWriteMode.Create, Cancel));
        Assert.Equal(["inner/file", "inner/new"], await store.ListAsync("", Cancel).Select(entry => entry.Path.Value).ToListAsync(Cancel));
    }

    [Theory, InlineData("linked"), InlineData("chained"), InlineData("folder/secret"), InlineData("inner/circle/folder/secret")]
    public async Task Users_folder_follows_links_and_tells_the_targets_length(string name)
    {
        var path = BlobPath.Parse(name);

        Assert.Equal(5, (await _users.FindAsync(path, Cancel))!.Length);
        Assert.Equal("12345"u8.ToArray(), await _users.ReadBytesAsync(path, 10, Cancel));
    }

    [Fact]
    public async Task Users_folder_lists_linked_files_once_and_no_links_to_nothing()
    {
        Assert.Equal(
            [("chained", 5L), ("inner/file", 3L), ("linked", 5L)],
            await _users.ListAsync("", Cancel).Select(entry => (entry.Path.Value, entry.Length)).ToListAsync(Cancel));
        Assert.Null(await _users.FindAsync(BlobPath.Parse("dangling"), Cancel));
        await Assert.ThrowsAsync<BlobNotFoundException>(async () => await _users.OpenReadAsync(BlobPath.Parse("dangling"), Cancel));
    }

    private static async Task RefusedAsync(Func<Task> call) =>
        Assert.Contains("is a link", (await Assert.ThrowsAsync<StorageException>(call)).Message, StringComparison.Ordinal);
}
