using System.Security.Cryptography;
using System.Text;
using CsCheck;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class DigestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(0), InlineData(1), InlineData((1 << 20) - 1), InlineData(1 << 20), InlineData((1 << 20) + 1), InlineData(3_000_000)]
    public async Task File_digest_is_the_sha256_of_its_bytes(int length)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await File.WriteAllBytesAsync(folder["f"], bytes, Token);

        string digest = await FileDigest.OfAsync(new DirectoryBlobStore(folder.Path), BlobPath.Parse("f"), Token);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), digest);
    }

    [Fact]
    public async Task Digest_depends_on_config_and_weights_and_nothing_else()
    {
        await Gen.Select(Gen.String, Gen.Byte.Array).SampleAsync(async (config, weights) =>
        {
            (string, byte[])[] files = [("config.json", Encoding.UTF8.GetBytes(config)), ("model.safetensors", weights)];
            string digest = await DigestAsync("a", files);

            Assert.Equal(digest, await DigestAsync("b/c", [.. files, ("README.md", [1]), ("spiece.model", [2])]));
            Assert.NotEqual(digest, await DigestAsync("a", [("config.json", [.. files[0].Item2, 0]), files[1]]));
            Assert.NotEqual(digest, await DigestAsync("a", [files[0], ("model.safetensors", [.. weights, 0])]));
            Assert.NotEqual(digest, await DigestAsync("a", [files[1]]));
        }, iter: 20);
    }

    [Fact]
    public async Task Digest_of_shards_covers_the_index_and_every_shard()
    {
        byte[] index = """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""u8.ToArray();
        (string, byte[])[] files =
            [("model-00001-of-00002.safetensors", [1]), ("model-00002-of-00002.safetensors", [2]), ("model.safetensors.index.json", index)];
        string digest = await DigestAsync("a", files);

        foreach (var (name, bytes) in files)
            Assert.NotEqual(digest, await DigestAsync("a", [.. files.Where(file => file.Item1 != name), (name, [.. bytes, (byte)' '])]));
        var e = await Assert.ThrowsAsync<CheckpointException>(() => DigestAsync("a", files[1..]));
        Assert.Contains("model-00001-of-00002.safetensors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_of_an_adapter_covers_its_config_and_weights()
    {
        (string, byte[])[] files = [("adapter_config.json", [1]), ("adapter_model.safetensors", [2])];
        string digest = await DigestAsync("a", files);

        Assert.Equal(digest, await DigestAsync("b", [.. files, ("README.md", [3])]));
        Assert.NotEqual(digest, await DigestAsync("a", [files[0], ("adapter_model.safetensors", [3])]));
        Assert.NotEqual(digest, await DigestAsync("a", [.. files, ("model.safetensors", [3])]));
        Assert.NotEqual(CheckpointDigest.OfAdapted("a", "b"), CheckpointDigest.OfAdapted("b", "a"));
    }

    [Fact]
    public async Task Digest_of_an_empty_folder_says_what_was_looked_for()
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(() => DigestAsync("a", [("config.json", [1])]));
        Assert.Contains("model.safetensors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stamp_notices_a_changed_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path, LinkPolicy.Follow);
        await File.WriteAllBytesAsync(folder["model.safetensors"], [1, 2], Token);
        var stamp = await FolderStamp.OfAsync(store, "", "m", Token);

        await File.WriteAllBytesAsync(folder["README.md"], [3], Token);
        await stamp.RequireUnchangedAsync(store, "", "m", Token);

        File.SetLastWriteTimeUtc(folder["model.safetensors"], DateTime.UnixEpoch);
        var e = await Assert.ThrowsAsync<CheckpointException>(() => stamp.RequireUnchangedAsync(store, "", "m", Token));
        Assert.Equal("The checkpoint at m changed while the run was going on; run again.", e.Message);
    }

    [Fact]
    public async Task Stamp_of_a_linked_file_tells_of_its_target()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["blob"], [1, 2, 3], Token);
        Directory.CreateDirectory(folder["model"]);
        File.CreateSymbolicLink(folder["model", "model.safetensors"], folder["blob"]);
        var store = new DirectoryBlobStore(folder["model"], LinkPolicy.Follow);
        var stamp = await FolderStamp.OfAsync(store, "", "m", Token);

        File.SetLastWriteTimeUtc(folder["blob"], DateTime.UnixEpoch);

        Assert.StartsWith("model.safetensors 3 ", stamp.Text, StringComparison.Ordinal);
        Assert.NotEqual(stamp, await FolderStamp.OfAsync(store, "", "m", Token));
    }

    private static async Task<string> DigestAsync(string name, (string Name, byte[] Bytes)[] files)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder[name]);
        foreach (var (file, bytes) in files)
            await File.WriteAllBytesAsync(folder[name, file], bytes, Token);
        return await CheckpointDigest.OfAsync(new DirectoryBlobStore(folder.Path), name, name, FileDigest.OfAsync, Token);
    }
}
