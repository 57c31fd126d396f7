using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

public sealed class ResumableStoreTests : IDisposable
{
    private const int Piece = 1 << 16;
    private static readonly BlobPath s_path = BlobPath.Parse("folder/blob");
    private static readonly string s_digest = new('0', 64);
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _store;

    public ResumableStoreTests() => _store = new(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writer_that_ends_before_the_commit_keeps_what_fills_pieces()
    {
        byte[] content = Bytes(3 * Piece);
        await WriteAsync(content.AsMemory(0, (2 * Piece) + 100));
        Assert.Null(await _store.FindAsync(s_path, Cancel));

        await using (var writer = await OpenAsync())
        {
            Assert.Equal(2 * Piece, writer.Kept);
            byte[] kept = new byte[Piece + 1];
            await writer.ReadKeptAsync(Piece - 1, kept, Cancel);
            Assert.Equal(content[(Piece - 1)..(2 * Piece)], kept);
            await writer.WriteAsync(content.AsMemory(2 * Piece), Cancel);
            Assert.True(await writer.CommitAsync(Cancel));
        }

        Assert.Equal(content, await _store.ReadBytesAsync(s_path, content.Length, Cancel));
        Assert.Single(Files);
    }

    [Fact]
    public async Task Writer_from_the_front_gives_up_what_was_kept()
    {
        await WriteAsync(Bytes(2 * Piece));
        await using var writer = await OpenAsync(isFromFront: true);
        Assert.Equal(0, writer.Kept);
        await writer.WriteAsync("ab"u8.ToArray(), Cancel);
        await writer.CommitAsync(Cancel);
        Assert.Equal("ab"u8.ToArray(), await _store.ReadBytesAsync(s_path, Piece, Cancel));
    }

    [Fact]
    public async Task Writer_told_to_forget_keeps_nothing()
    {
        await WriteAsync(Bytes(2 * Piece));
        await using (var writer = await OpenAsync())
            writer.Forget();
        Assert.Empty(Files);
    }

    [Fact]
    public async Task Commit_where_the_blob_has_appeared_changes_and_keeps_nothing()
    {
        await using (var writer = await OpenAsync())
        {
            await writer.WriteAsync(Bytes(Piece), Cancel);
            await _store.WriteTextAsync(s_path, "first", BlobWriteMode.Create, Cancel);
            Assert.False(await writer.CommitAsync(Cancel));
        }
        Assert.Equal([_folder["folder", "blob"]], Files);
        Assert.Equal("first", await File.ReadAllTextAsync(Files[0], Cancel));
    }

    [Fact]
    public async Task TryResume_other_content_of_the_same_name_has_a_beginning_of_its_own()
    {
        await WriteAsync(Bytes(Piece));
        await using var other = await _store.TryResumeAsync(s_path, new string('1', 64), isFromFront: false, Cancel);
        Assert.Equal(0, other!.Kept);
    }

    [Fact]
    public async Task TryResume_while_another_writes_is_refused()
    {
        await using var writer = await OpenAsync();
        Assert.Null(await _store.TryResumeAsync(s_path, s_digest, isFromFront: true, Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../../../../../../../../../../../../../../../../tmp/abcdefg")]
    [InlineData("ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD")]
    public async Task TryResume_digest_that_is_none_is_refused(string digest) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.TryResumeAsync(s_path, digest, isFromFront: false, Cancel));

    [Fact]
    public async Task TryResume_link_in_its_place_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link takes a right there.");
        string target = _folder["target"];
        await File.WriteAllBytesAsync(target, Bytes(Piece), Cancel);
        Directory.CreateDirectory(_folder["folder"]);
        File.CreateSymbolicLink(_folder["folder", $".tmp-{s_digest}.partial"], target);
        Assert.Null(await _store.TryResumeAsync(s_path, s_digest, isFromFront: true, Cancel));
        Assert.Equal(Piece, new FileInfo(target).Length);
    }

    [Fact]
    public async Task ForgetAsync_removes_what_is_kept_below_the_folder_and_nobody_writes()
    {
        await WriteAsync(Bytes(Piece));
        await using var written = await _store.TryResumeAsync(BlobPath.Parse("folder/deep/blob"), s_digest, isFromFront: false, Cancel);
        await using (await _store.TryResumeAsync(BlobPath.Parse("folders/blob"), s_digest, isFromFront: false, Cancel))
            await _store.ForgetAsync("folder", Cancel);
        Assert.Equal([_folder["folder", "deep", $".tmp-{s_digest}.partial"], _folder["folders", $".tmp-{s_digest}.partial"]], Files);
        await _store.ForgetAsync("nowhere", Cancel);
    }

    private string[] Files => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private async Task<IResumableWriter> OpenAsync(bool isFromFront = false)
    {
        var writer = await _store.TryResumeAsync(s_path, s_digest, isFromFront, Cancel);
        Assert.NotNull(writer);
        return writer;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await using var writer = await OpenAsync();
        await writer.WriteAsync(bytes, Cancel);
    }
}
