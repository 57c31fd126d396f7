using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using FusionFunctions.Cli;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>What the parser of the command line says to a documented command.</summary>
internal static partial class FusionGrammar
{
    private static readonly RootCommand s_root = FusionCommandLine.Create();

    /// <summary>Names of a command and of options without a value, such as `fusion run` or `fusion serve --folder`.</summary>
    public static bool IsName(string text)
    {
        if (!text.StartsWith("fusion ", StringComparison.Ordinal))
            return false;
        var (command, rest) = Walk(text.Split(' ')[1..]);
        return command != s_root && rest.All(word => command.Options.Any(option => option.Name == word));
    }

    /// <summary>The arguments of every `fusion` in a line of the shell, with something in the place of what the user is to put in.</summary>
    public static IEnumerable<string[]> ArgumentsOf(string line) =>
        // The splitter knows double quotes alone.
        Fusion().Matches(line).Select(match => CommandLineParser.SplitCommandLine(match.Groups["arguments"].Value.Replace('\'', '"')).Select(Filled).Where(word => word.Length > 0).ToArray());

    public static IEnumerable<string> Errors(string[] arguments) => s_root.Parse(arguments).Errors.Select(error => error.Message);

    private static (Command Command, string[] Left) Walk(string[] words)
    {
        Command command = s_root;
        int read = 0;
        while (read < words.Length && command.Subcommands.FirstOrDefault(inner => inner.Name == words[read]) is { } inner)
            (command, read) = (inner, read + 1);
        return (command, words[read..]);
    }

    private static string Filled(string word) => word.Trim('[', ']', '…') switch
    {
        "N" or "DAYS" => "7",
        "key=value" => "method=dummy",
        var other => other,
    };

    [GeneratedRegex(@"(?:^|[;&] *|\bdo +)(?:(?:tool/)?fusion|dotnet run -c Release --project src/FusionFunctions\.Cli --) (?<arguments>[^;&|>]+)")]
    private static partial Regex Fusion();
}
