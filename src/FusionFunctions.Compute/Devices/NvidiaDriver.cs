using System.Runtime.InteropServices;

namespace FusionFunctions.Compute.Devices;

/// <summary>The library that NVIDIA's driver puts among the system's own, and by which alone libtorch reaches a GPU. For macOS there is none.</summary>
internal static class NvidiaDriver
{
    private static readonly Lazy<bool> s_isThere = new(() => Name is { } name && CanBeLoaded(name));

    /// <summary>Whether this process can load it; it may still find no GPU.</summary>
    public static bool IsThere => s_isThere.Value;

    private static string? Name =>
        OperatingSystem.IsWindows() ? Path.Join(Environment.SystemDirectory, "nvcuda.dll") : OperatingSystem.IsLinux() ? "libcuda.so.1" : null;

    private static bool CanBeLoaded(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint library))
            return false;
        NativeLibrary.Free(library);
        return true;
    }
}
