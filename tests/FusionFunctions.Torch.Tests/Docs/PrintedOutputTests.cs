using System.Text.RegularExpressions;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Blocks that show a command after a prompt, and what it prints.</summary>
public sealed partial class PrintedOutputTests
{
    // Alone on a line, it stands for lines that the page does not show.
    private const string LeftOut = "\n…\n";

    public static TheoryData<string, string> Blocks() =>
    [
        .. Documentation.Pages().SelectMany(page => Printed().Matches(Documentation.Read(page)))
            .Select(block => (block.Groups["arguments"].Value, block.Groups["output"].Value)),
    ];

    [Theory, MemberData(nameof(Blocks))]
    public async Task Command_prints_what_the_page_shows(string arguments, string printed)
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync(arguments.Split(' '));

        Assert.Equal((0, ""), (exitCode, errors));
        string found = $"\n{string.Join('\n', Trimmed(output))}\n";
        string[] parts = [.. $"\n{string.Join('\n', Trimmed(printed))}\n".Split(LeftOut).Select(part => part.Trim('\n'))];
        if (parts.Length == 1)
            Assert.Equal(found, $"\n{parts[0]}\n");
        foreach (string part in parts.Where(part => part.Length > 0))
        {
            Assert.Contains($"\n{part}\n", found, StringComparison.Ordinal);
            found = found[(found.IndexOf($"\n{part}\n", StringComparison.Ordinal) + part.Length + 1)..];
        }
    }

    private static string[] Trimmed(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    [GeneratedRegex(@"^```\n\$ fusion (?<arguments>[^\n]+)\n(?<output>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Printed();
}
