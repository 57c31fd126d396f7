using System.Globalization;
using System.Runtime.InteropServices;

namespace FusionFunctions.Storage.Directories;

/// <summary>A file's <see cref="BlobEntry.Tag"/>.</summary>
internal static partial class FileTag
{
    private const int CurrentFolder = -100;
    private const int FollowLinks = 0;
    private const uint ChangeTimeAndInode = 0x80 | 0x100;

    /// <summary>Inode and change time where the system calls them so (Linux); elsewhere the time of its creation, which replacing it changes.</summary>
    public static string Of(FileInfo file) =>
        OperatingSystem.IsLinux() && OfInode(file.FullName) is { } tag ? tag : file.CreationTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture);

    private static string? OfInode(string file)
    {
        try
        {
            return Statx(CurrentFolder, file, FollowLinks, ChangeTimeAndInode, out var status) == 0 && (status.Mask & ChangeTimeAndInode) == ChangeTimeAndInode
                ? string.Create(CultureInfo.InvariantCulture, $"{status.Inode}.{status.ChangeSeconds}.{status.ChangeNanoseconds}")
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // Older C libraries have no such call.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out FileStatus status);

    // Of the kernel's struct statx, whose layout is the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(0)] public uint Mask;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(96)] public long ChangeSeconds;
        [FieldOffset(104)] public uint ChangeNanoseconds;
    }
}
