using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FusionFunctions.Cli;

/// <summary>An option that takes a whole number from 1 on.</summary>
internal static class CountOption
{
    public static Option<int?> Create(string name, string description, int largest) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => Parse(argument, name, largest),
    };

    private static int? Parse(ArgumentResult argument, string name, int largest)
    {
        string text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1 && count <= largest)
            return count;
        argument.AddError($"{name} must be a whole number from 1 to {largest}, not '{text}'.");
        return null;
    }
}
