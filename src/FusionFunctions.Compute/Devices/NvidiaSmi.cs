using System.ComponentModel;
using System.Diagnostics;

namespace FusionFunctions.Compute.Devices;

/// <summary>Asks the driver's own tool, since libtorch's binding tells neither a GPU's name nor its memory.</summary>
internal static class NvidiaSmi
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <returns>Name and memory of the first GPU, or null where the tool is missing.</returns>
    public static string? Describe() => Ask("name,memory.total", "csv,noheader", "--id=0") is [var first, ..] ? first.Trim() : null;

    /// <returns>The first GPU's compute capability, such as 7.5, or null where the tool does not tell it.</returns>
    public static Version? ComputeCapability() => Ask("compute_cap", "csv,noheader", "--id=0") is [var first, ..] && Version.TryParse(first.Trim(), out var version) ? version : null;

    /// <returns>Every GPU's memory now; nothing where the tool is missing.</returns>
    public static IReadOnlyList<GpuState> States() =>
        [.. Ask(GpuState.Columns, "csv,noheader,nounits").Select(GpuState.Parse).OfType<GpuState>()];

    private static string[] Ask(string columns, string format, params string[] options)
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", [$"--query-gpu={columns}", $"--format={format}", .. options])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start);
            if (process is null)
                return [];
            // Whatever fills its pipes, it must be able to end.
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(s_patience))
            {
                process.Kill(entireProcessTree: true);
                return [];
            }
            Task.WaitAll(output, errors);
            return process.ExitCode == 0 ? output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }
}
