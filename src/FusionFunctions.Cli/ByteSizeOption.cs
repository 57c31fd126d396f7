using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FusionFunctions.Cli;

/// <summary>An option that takes a size, such as <c>500MB</c> or <c>2GB</c>; units are powers of 1000, as on the hub.</summary>
internal static class ByteSizeOption
{
    private static readonly (string Unit, double Bytes)[] s_units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1)];

    public static Option<long?> Create(string name, string description, long smallest) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = argument => Parse(argument, name, smallest),
    };

    private static long? Parse(ArgumentResult argument, string name, long smallest)
    {
        string text = argument.Tokens[0].Value.Trim();
        var (unit, bytes) = s_units.FirstOrDefault(entry => text.EndsWith(entry.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
        if (double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count * bytes >= smallest && count * bytes <= long.MaxValue / 2)
            return (long)(count * bytes);
        argument.AddError($"{name} must be a size of at least {smallest} bytes, such as 500MB or 2GB, not '{text}'.");
        return null;
    }
}
