using System.Runtime.Versioning;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

public sealed class DirectoryFailureTests : IDisposable
{
    private static readonly BlobPath s_blob = BlobPath.Parse("a/blob");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EnsureWritable_below_a_file_names_the_directory_and_the_remedy()
    {
        await File.WriteAllTextAsync(_folder["file"], "", Cancel);
        var store = new DirectoryBlobStore(_folder["file", "store"]);

        var error = await Assert.ThrowsAsync<StorageException>(() => store.EnsureWritableAsync(Cancel));

        Assert.Contains($"The directory '{store.Root}' is not writable", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another one.", error.Message, StringComparison.Ordinal);
        await NotWritableAsync(store);
    }

    [Fact]
    public async Task EnsureWritable_in_a_directory_that_nobody_can_write_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux' /proc, where nobody, not even root, creates files.");
        var store = new DirectoryBlobStore("/proc/self");

        await Assert.ThrowsAsync<StorageException>(() => store.EnsureWritableAsync(Cancel));
        await NotWritableAsync(store);
    }

    [Fact]
    public async Task Folder_of_the_blobs_name_is_told()
    {
        Directory.CreateDirectory(_folder["a", "blob"]);

        var error = await Assert.ThrowsAsync<StorageException>(async () => await new DirectoryBlobStore(_folder.Path).OpenWriteAsync(s_blob, BlobWriteMode.Create, Cancel));

        Assert.EndsWith("a folder has this name. Move it away or choose another place, then run again.", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("pipe"), InlineData("link")]
    public async Task Pipe_is_read_as_an_empty_file_and_not_waited_for(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among files.");
        using (var made = System.Diagnostics.Process.Start("mkfifo", _folder["pipe"]))
            await made.WaitForExitAsync(Cancel);
        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);

        await using var reader = await new DirectoryBlobStore(_folder.Path, LinkPolicy.Follow).OpenReadAsync(BlobPath.Parse(name), Cancel);

        Assert.Equal(0, reader.Length);
    }

    [Theory, InlineData(10), InlineData(1_000_000)]
    public async Task Full_disk_fails_the_write_and_leaves_nothing(int length)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs Linux' /dev/full, the disk that is always full.");
        string file = _folder["blob"];

        var error = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await using var writer = FileBlobWriter.Create(file, BlobWriteMode.Create, new(0), new(BlobPath.Parse("blob"), "directory"), temporary =>
            {
                File.WriteAllBytes(temporary, [1]);
                return new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1 << 16);
            });
            await writer.WriteAsync(new byte[length], Cancel);
            await writer.CommitAsync(Cancel);
        });

        Assert.Contains($"'{file}' cannot be written: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Temporary_file_that_cannot_be_removed_is_left_and_hides_no_failure()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Needs a folder that cannot be written; administrators write all.");
        string folder = Directory.CreateDirectory(_folder["sealed"]).FullName;
        var writer = FileBlobWriter.Create(
            Path.Combine(folder, "blob"), BlobWriteMode.Create, new(0), new(BlobPath.Parse("blob"), "directory"), TemporaryFile.TryCreate);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await writer.DisposeAsync();
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.StartsWith(TemporaryFile.Prefix, Path.GetFileName(Assert.Single(Directory.GetFiles(folder))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blob_cannot_be_written_where_a_folder_is_or_below_a_blob()
    {
        var store = new DirectoryBlobStore(_folder.Path);
        await store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel);

        await Assert.ThrowsAsync<StorageException>(() => store.WriteTextAsync(BlobPath.Parse("a"), "", BlobWriteMode.Replace, Cancel));
        await Assert.ThrowsAsync<StorageException>(() => store.WriteTextAsync(BlobPath.Parse("a/blob/c"), "", BlobWriteMode.Create, Cancel));

        Assert.Equal([_folder["a"], _folder["a", "blob"]], Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task File_that_may_not_be_read_is_told_with_the_remedy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Needs a file that cannot be read; administrators read all.");
        var store = new DirectoryBlobStore(_folder.Path);
        await store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel);
        File.SetUnixFileMode(_folder["a", "blob"], UnixFileMode.None);

        var error = await Assert.ThrowsAsync<StorageException>(async () => await store.OpenReadAsync(s_blob, Cancel));

        Assert.EndsWith("Check the path and who may read it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_shrinks_under_a_reader_is_told()
    {
        var store = new DirectoryBlobStore(_folder.Path);
        await store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel);
        await using var reader = await store.OpenReadAsync(s_blob, Cancel);
        await File.WriteAllTextAsync(_folder["a", "blob"], "t", Cancel);

        var error = await Assert.ThrowsAsync<StorageException>(async () => await reader.ReadAsync(0, new byte[4], Cancel));

        Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
    }

    private static async Task NotWritableAsync(DirectoryBlobStore store)
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel));
        Assert.Contains(Path.Combine(store.Root, "a", "blob"), error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(async () => await store.TryLeaseAsync(s_blob, Cancel));
    }
}
