using System.ComponentModel;
using System.Diagnostics;

namespace FusionFunctions.Compute.Devices;

/// <summary>Asks the driver's own tool, since libtorch's binding does not tell a GPU's name.</summary>
internal static class NvidiaSmi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Name and memory of the first GPU, or null where the tool is missing.</returns>
    public static string? Describe()
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", ["--query-gpu=name,memory.total", "--format=csv,noheader", "--id=0"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start);
            if (process is null || !process.WaitForExit(Patience))
                return null;
            return process.StandardOutput.ReadLine()?.Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
