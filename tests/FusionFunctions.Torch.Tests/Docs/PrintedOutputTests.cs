using System.Text.RegularExpressions;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Blocks that show a command after a prompt, and what it prints.</summary>
public sealed partial class PrintedOutputTests
{
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
        Assert.Equal(Trimmed(printed), Trimmed(output));
    }

    private static string[] Trimmed(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    [GeneratedRegex(@"^```\n\$ fusion (?<arguments>[^\n]+)\n(?<output>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Printed();
}
