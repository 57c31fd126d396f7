using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Listing_is_ordinal_by_path_and_tells_lengths()
    {
        string[] names = ["b", "a/z", "a-b/c", "a.b", "a/b/c", "a/B", "Z", "a0", "_", "a/b2"];
        foreach (string name in names)
            await WriteAsync(BlobPath.Parse(name), Bytes(name.Length));

        var entries = await Store.ListAsync("", Cancel).ToListAsync(Cancel);

        Assert.Equal(names.Order(StringComparer.Ordinal), entries.Select(entry => entry.Path.Value));
        Assert.All(entries, entry => Assert.Equal(entry.Path.Value.Length, entry.Length));
        Assert.All(entries, entry => Assert.NotEqual(default, entry.LastModified));
    }

    [Fact]
    public async Task Listing_of_a_folder_holds_what_lies_below_it_only()
    {
        foreach (string name in new[] { "a/b/1", "a/b/c/2", "a/bc", "a/b.x", "b/a/b/3", "ab/4" })
            await WriteAsync(BlobPath.Parse(name), [1]);

        Assert.Equal(["a/b/1", "a/b/c/2"], await ListAsync("a/b"));
        Assert.Equal(["ab/4"], await ListAsync("ab"));
        Assert.Empty(await ListAsync("none"));
        Assert.Empty(await ListAsync("a/bc"));
    }

    [Fact]
    public async Task Listing_of_an_empty_store_is_empty() => Assert.Empty(await ListAsync());

    [Theory, InlineData("/"), InlineData("a/"), InlineData(".."), InlineData("a/../b"), InlineData("/etc")]
    public Task Listing_of_a_folder_that_is_no_path_is_refused(string folder) =>
        Assert.ThrowsAsync<BlobPathException>(() => ListAsync(folder));

    [Fact]
    public async Task Deleted_blob_is_gone()
    {
        await WriteAsync(s_path, [1]);
        await WriteAsync(BlobPath.Parse("a/b/other"), [2]);

        Assert.True(await Store.DeleteAsync(s_path, Cancel));

        await AbsentAsync(s_path);
        Assert.False(await Store.DeleteAsync(s_path, Cancel));
        Assert.Equal(["a/b/other"], await ListAsync());
        Assert.True(await WriteAsync(s_path, [3]));
        Assert.Equal([3], await ReadAsync(s_path));
    }

    [Fact]
    public async Task Long_listing_is_complete()
    {
        var names = Enumerable.Range(0, 120).Select(i => $"evaluations/{i % 7}/{i:d4}.json").ToArray();
        await Parallel.ForEachAsync(names, Cancel, async (name, _) => await WriteAsync(BlobPath.Parse(name), [1]));

        Assert.Equal(names.Order(StringComparer.Ordinal), await ListAsync("evaluations"));
    }

    [Fact]
    public async Task Store_that_is_writable_says_so_and_shows_nothing_of_the_check()
    {
        await Store.EnsureWritableAsync(Cancel);

        Assert.Empty(await ListAsync());
        await Store.EnsureWritableAsync(Cancel);
    }
}
