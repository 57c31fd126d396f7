using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Theory]
    [InlineData("with space/and  two")]
    [InlineData("per%cent/100%25")]
    [InlineData("hash#/q?.json&a=b+c")]
    [InlineData("ünï/文書/😀.txt")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("[brackets]{braces}'quote'(;,=@!~$^`)")]
    [InlineData("-dash/--/_")]
    [InlineData(".hidden/..two")]
    [InlineData("scaling_factor=0.3,threshold=20")]
    public async Task Names_map_one_to_one(string name)
    {
        var path = BlobPath.Parse(name);

        Assert.True(await WriteAsync(path, [1, 2, 3]));

        Assert.Equal([1, 2, 3], await ReadAsync(path));
        Assert.Equal([name], await ListAsync());
        if (name.Contains('/', StringComparison.Ordinal))
            Assert.Equal([name], await ListAsync(name[..name.LastIndexOf('/')]));
        Assert.True(await Store.DeleteAsync(path, Cancel));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Names_that_differ_in_case_or_composition_only_are_different_blobs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File systems elsewhere may take such names for the same.");
        string[] names = ["E", "\u00e9", "e", "e\u0301"];
        foreach (string name in names)
            Assert.True(await WriteAsync(BlobPath.Parse(name), Encoding.UTF8.GetBytes(name)));

        foreach (string name in names)
            Assert.Equal(Encoding.UTF8.GetBytes(name), await ReadAsync(BlobPath.Parse(name)));
    }

    [Theory, InlineData("none"), InlineData("a/b"), InlineData("a/b/blob.bin/c")]
    public async Task Name_without_a_blob_is_not_found(string name)
    {
        await WriteAsync(s_path, [1]);

        await AbsentAsync(BlobPath.Parse(name));
        Assert.False(await Store.DeleteAsync(BlobPath.Parse(name), Cancel));
        Assert.Equal([1], await ReadAsync(s_path));
    }
}
