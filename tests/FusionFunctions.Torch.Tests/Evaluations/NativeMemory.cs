using System.Runtime.InteropServices;

namespace FusionFunctions.Torch.Tests.Evaluations;

/// <summary>
/// What native code has allocated and not freed, as glibc counts it. A process's resident size also has what the allocator keeps between blocks in use,
/// which changes from run to run by more than a leak that matters.
/// </summary>
internal static partial class NativeMemory
{
    /// <summary>Bytes allocated with <c>malloc</c> in all of its heaps and in mappings of their own; null where the C library does not count them.</summary>
    public static long? AllocatedBytes()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var counts = Counts();
            return (long)(counts.InUse + counts.InMappings);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl, and glibc before 2.33.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial AllocatorCounts Counts();

    /// <summary><c>struct mallinfo2</c> of glibc's <c>malloc.h</c>, all of it: it is returned by value.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct AllocatorCounts
    {
        public readonly nuint Arena;
        public readonly nuint FreeBlocks;
        public readonly nuint FreeFastBlocks;
        public readonly nuint Mappings;
        public readonly nuint InMappings;
        public readonly nuint Unused;
        public readonly nuint InFreeFastBlocks;
        public readonly nuint InUse;
        public readonly nuint InFreeBlocks;
        public readonly nuint AtTheEnd;
    }
}
