using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Storage.Directories.Writing;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

public sealed class ResumableStoreTests : IDisposable
{
    private const int Piece = 1 << 16;
    private const long Length = 10 * Piece;
    private static readonly BlobPath s_path = BlobPath.Parse("folder/blob");
    private static readonly string s_digest = new('0', 64);
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _store;

    public ResumableStoreTests()
    {
        _store = new(_folder.Path);
        Assert.SkipUnless(MachineLocks.Reach(_folder.Path), "Nothing is kept where locks do not reach all who write.");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writer_that_ends_before_the_commit_keeps_what_fills_pieces()
    {
        byte[] content = Bytes(3 * Piece);
        await BeginAsync(content.AsMemory(0, (2 * Piece) + 100));
        Assert.Null(await _store.FindAsync(s_path, Cancel));

        await using (var writer = await ResumeAsync())
        {
            Assert.Equal(2 * Piece, writer!.Kept.Length);
            byte[] kept = new byte[Piece + 1];
            await writer.Kept.ReadAsync(Piece - 1, kept, Cancel);
            Assert.Equal(content[(Piece - 1)..(2 * Piece)], kept);
            await writer.WriteAsync(content.AsMemory(2 * Piece), Cancel);
            Assert.True(await writer.CommitAsync(Cancel));
        }

        Assert.Equal(content, await _store.ReadBytesAsync(s_path, content.Length, Cancel));
        Assert.Single(Files);
    }

    [Fact]
    public async Task TryBegin_gives_up_what_was_kept()
    {
        await BeginAsync(Bytes(2 * Piece));
        await using var writer = await _store.TryBeginAsync(s_path, s_digest, Cancel);
        Assert.Equal(0, writer!.Kept.Length);
        Assert.Single(Files);
        await writer.WriteAsync("ab"u8.ToArray(), Cancel);
        await writer.CommitAsync(Cancel);
        Assert.Equal("ab"u8.ToArray(), await _store.ReadBytesAsync(s_path, Piece, Cancel));
    }

    [Fact]
    public async Task Writer_told_to_forget_keeps_nothing()
    {
        await BeginAsync(Bytes(2 * Piece));
        await using (var writer = await ResumeAsync())
            writer!.Forget();
        Assert.Empty(Files);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Beginning_of_which_the_disk_refused_some_is_not_kept(bool hasFailed)
    {
        string temporary = _folder["beginning"];
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        var writer = new FileBlobWriter(_folder["blob"], temporary, BlobWriteMode.Create, stream, new RefusedWrites(hasFailed), new(s_path, "test")) { KeepsTemporary = true };
        await writer.DisposeAsync();
        Assert.Equal(!hasFailed, File.Exists(temporary));
    }

    [Fact]
    public async Task Commit_where_the_blob_has_appeared_changes_and_keeps_nothing()
    {
        await using (var writer = await _store.TryBeginAsync(s_path, s_digest, Cancel))
        {
            await writer!.WriteAsync(Bytes(Piece), Cancel);
            await _store.WriteTextAsync(s_path, "first", BlobWriteMode.Create, Cancel);
            Assert.False(await writer.CommitAsync(Cancel));
        }
        Assert.Equal([_folder["folder", "blob"]], Files);
        Assert.Equal("first", await File.ReadAllTextAsync(Files[0], Cancel));
    }

    [Fact]
    public async Task Blob_can_be_read_from_the_moment_on_that_it_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There a file can be read when its writer has closed it.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var reading = Task.Run(() => ReadUntilAsync(stop.Token), CancellationToken.None);
        for (int i = 0; i < 200 && !reading.IsCompleted; i++)
        {
            await using (var writer = await _store.TryBeginAsync(s_path, s_digest, Cancel))
            {
                await writer!.WriteAsync(new byte[1], Cancel);
                Assert.True(await writer.CommitAsync(Cancel));
            }
            await _store.DeleteAsync(s_path, Cancel);
        }
        await stop.CancelAsync();
        await reading;
    }

    private async Task ReadUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            try
            {
                await (await _store.OpenReadAsync(s_path, CancellationToken.None)).DisposeAsync();
            }
            catch (BlobNotFoundException)
            {
                // It is not there yet, or any more.
            }
    }

    [Fact]
    public async Task TryResume_other_content_of_the_same_name_has_no_beginning()
    {
        await BeginAsync(Bytes(Piece));
        Assert.Null(await _store.TryResumeAsync(s_path, new string('1', 64), Length, Cancel));
    }

    [Theory, InlineData(Piece - 1, Length), InlineData(2 * Piece, 2 * Piece), InlineData(3 * Piece, 2 * Piece)]
    public async Task TryResume_too_little_or_not_less_than_all_is_no_beginning(int kept, long length)
    {
        await BeginAsync(Bytes(kept));
        File.WriteAllBytes(Files[0], Bytes(kept));
        Assert.Null(await _store.TryResumeAsync(s_path, s_digest, length, Cancel));
        Assert.Equal(kept, new FileInfo(Files[0]).Length);
    }

    [Fact]
    public async Task Writers_of_one_content_at_a_time_have_a_file_each()
    {
        await BeginAsync(Bytes(2 * Piece));
        await using var first = await ResumeAsync();
        Assert.Null(await ResumeAsync());
        await using var second = await _store.TryBeginAsync(s_path, s_digest, Cancel);
        Assert.Equal((2 * Piece, 0, 2), (first!.Kept.Length, second!.Kept.Length, Files.Length));
    }

    [Fact]
    public async Task TryResume_by_many_is_given_to_one_at_most()
    {
        await BeginAsync(Bytes(2 * Piece));
        var writers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ResumeAsync(), Cancel)));
        Assert.InRange(writers.Count(writer => writer is not null), 0, 1);
        Assert.Single(Files);
        foreach (var writer in writers.OfType<IResumableWriter>())
            await writer.DisposeAsync();
        await using var later = await ResumeAsync();
        Assert.Equal(2 * Piece, later!.Kept.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../../../../../../../../../../../../../../../../tmp/abcdefg")]
    [InlineData("ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD")]
    public async Task Digest_that_is_none_is_refused(string digest)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.TryResumeAsync(s_path, digest, Length, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.TryBeginAsync(s_path, digest, Cancel));
    }

    [Fact]
    public async Task TryResume_what_is_no_file_of_ours_is_passed_over()
    {
        Directory.CreateDirectory(_folder["folder", $".tmp-{s_digest}-{Guid.NewGuid():N}.partial"]);
        string foreign = _folder["folder", $".tmp-{s_digest}-mine.partial"];
        File.WriteAllBytes(foreign, Bytes(2 * Piece));
        string target = _folder["target"];
        if (!OperatingSystem.IsWindows())
        {
            File.WriteAllBytes(target, Bytes(2 * Piece));
            File.CreateSymbolicLink(_folder["folder", $".tmp-{s_digest}-{Guid.NewGuid():N}.partial"], target);
            using var pipe = System.Diagnostics.Process.Start("mkfifo", _folder["folder", $".tmp-{s_digest}-{Guid.NewGuid():N}.partial"]);
            await pipe.WaitForExitAsync(Cancel);
            Assert.Equal(0, pipe.ExitCode);
        }

        Assert.Null(await ResumeAsync());
        await BeginAsync(Bytes(Piece));

        Assert.True(File.Exists(foreign));
        Assert.True(OperatingSystem.IsWindows() || new FileInfo(target).Length == 2 * Piece);
    }

    [Fact]
    public async Task Beginnings_are_listed_by_themselves_alone_and_forgotten_but_for_those_that_are_written()
    {
        await BeginAsync(Bytes(Piece));
        await using var written = await _store.TryBeginAsync(BlobPath.Parse("folder/deep/blob"), s_digest, Cancel);
        await using (await _store.TryBeginAsync(BlobPath.Parse("folders/blob"), s_digest, Cancel))
        {
            var kept = await _store.ListKeptAsync("folder", Cancel).ToListAsync(Cancel);
            Assert.Equal([0, Piece], kept.Select(entry => entry.Length).Order());
            Assert.Empty(await _store.ListAsync("", Cancel).ToListAsync(Cancel));
            await _store.ForgetAsync("folder", Cancel);
        }
        Assert.Equal(["deep", "folders"], Files.Select(file => Path.GetFileName(Path.GetDirectoryName(file))));
        await _store.ForgetAsync("nowhere", Cancel);
    }

    private string[] Files => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private async Task<IResumableWriter?> ResumeAsync() => await _store.TryResumeAsync(s_path, s_digest, Length, Cancel);

    private async Task BeginAsync(ReadOnlyMemory<byte> bytes)
    {
        await using var writer = await _store.TryBeginAsync(s_path, s_digest, Cancel);
        await writer!.WriteAsync(bytes, Cancel);
    }

    private sealed class RefusedWrites(bool hasFailed) : IFileWrites
    {
        public bool HasFailed => hasFailed;

        public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => default;

        public ValueTask EndAsync() => default;

        public ValueTask DisposeAsync() => default;
    }
}
