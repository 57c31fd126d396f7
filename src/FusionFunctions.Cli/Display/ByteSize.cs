using System.Globalization;

namespace FusionFunctions.Cli.Display;

/// <summary>A size in bytes as people read it, in powers of ten as the hub shows it.</summary>
internal static class ByteSize
{
    private static readonly string[] s_units = ["kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Text(long bytes)
    {
        if (bytes < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        double size = bytes;
        int unit = -1;
        // What would be rounded up to 1000 is 1 of the next unit.
        for (; size >= 999.95; unit++)
            size /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.0} {s_units[Math.Max(unit, 0)]}");
    }
}
