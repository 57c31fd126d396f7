using System.Globalization;

namespace FusionFunctions.Compute.Devices;

/// <summary>A GPU's memory at some moment.</summary>
/// <param name="Index">The driver's number of it.</param>
internal sealed record GpuState(string Index, long UsedBytes, long TotalBytes)
{
    /// <summary>The columns that <see cref="Parse"/> expects, in MiB.</summary>
    public const string Columns = "index,memory.used,memory.total";

    private const int MiB = 20;

    /// <returns>Null for a line that tells no memory, as some devices' do.</returns>
    public static GpuState? Parse(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries) is [{ Length: > 0 } index, var used, var total]
        && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out long usedMiB)
        && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out long totalMiB)
            ? new(index, usedMiB << MiB, totalMiB << MiB)
            : null;
}
