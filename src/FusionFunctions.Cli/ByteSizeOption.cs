using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FusionFunctions.Cli.Display;

namespace FusionFunctions.Cli;

/// <summary>An option that takes a size, such as <c>500MB</c> or <c>2GB</c>; units are powers of 1000, as on the hub.</summary>
internal static class ByteSizeOption
{
    private static readonly (string Unit, double Bytes)[] s_units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1)];

    private const double Largest = 1e18;

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
        double? size = double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count) ? count * bytes : null;
        if (size >= smallest && size <= Largest)
            return (long)size;
        argument.AddError(size > Largest
            ? $"{name} {text} is too large; give a size such as 500MB or 2GB."
            : $"{name} must be a size of at least {ByteSize.Text(smallest)}, such as 500MB or 2GB, not '{text}'.");
        return null;
    }
}
