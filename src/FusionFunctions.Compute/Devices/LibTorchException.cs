using System.Runtime.InteropServices;

namespace FusionFunctions.Compute.Devices;

/// <summary>What libtorch could not do, without the native trace that follows in its own message: that differs from process to process.</summary>
public sealed class LibTorchException(ExternalException error) : Exception(Text(error.Message), error)
{
    private static readonly string[] s_memory = ["out of memory", "can't allocate memory", "cannot allocate memory"];

    /// <exception cref="LibTorchException">In place of the exception that TorchSharp throws.</exception>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (ExternalException e)
        {
            throw new LibTorchException(e);
        }
    }

    private static string Text(string message)
    {
        string first = message.Split('\n', 2)[0].Trim();
        return s_memory.Any(sign => first.Contains(sign, StringComparison.OrdinalIgnoreCase))
            ? $"libtorch: {first} Let fewer steps go on side by side, choose precision bf16, or take a device with more memory."
            : $"libtorch: {first}";
    }
}
