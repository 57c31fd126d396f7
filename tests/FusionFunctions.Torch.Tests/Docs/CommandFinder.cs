using System.Text.RegularExpressions;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>
/// Finds what a reader could type: the lines of fenced and indented blocks that begin like a command (a prompt, a program, an assignment), and
/// code within sentences and tables that begins with a known program and says more than its name. The first column of a table lists commands.
/// </summary>
internal static partial class CommandFinder
{
    private const string Prompt = "$ ";

    public static IEnumerable<DocumentedCommand> Find(string page, string markdown)
    {
        string text = markdown.ReplaceLineEndings("\n");
        foreach (Match block in Fence().Matches(text))
            if (block.Groups["language"].Value is "" or "sh" or "bash" or "console")
                foreach (string command in Lines(block.Groups["text"].Value))
                    yield return new(page, command, IsInSentence: false);
        text = Fence().Replace(text, "");
        foreach (Match block in Indented().Matches(text))
            foreach (string command in Lines(block.Groups["text"].Value))
                yield return new(page, command, IsInSentence: false);
        text = Indented().Replace(text, "");
        foreach (Match code in InlineCommand().Matches(text))
            yield return new(page, OneLine(code.Groups["text"].Value), IsInSentence: !code.Groups["row"].Success);
    }

    private static IEnumerable<string> Lines(string block)
    {
        string[] lines = [.. Continuation().Replace(block, " ").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        // Where a prompt shows what is typed, the rest is what is printed.
        if (lines.Any(line => line.StartsWith(Prompt, StringComparison.Ordinal)))
            return lines.Where(line => line.StartsWith(Prompt, StringComparison.Ordinal)).Select(line => OneLine(line[Prompt.Length..]));
        return lines.Length > 0 && CommandStart().IsMatch(lines[0]) ? lines.Select(OneLine) : [];
    }

    private static string OneLine(string text) => Blanks().Replace(text.Trim(), " ");

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<=\n\n)(?<text>(?: {4}.*\n)(?:(?: {4}.*)?\n)*)")]
    private static partial Regex Indented();

    [GeneratedRegex(@"(?<row>(?<=^\| ))?`(?<text>(?:fusion|dotnet|docker|npm|npx|node|func|az|azd|curl|git|bash|python3?)\s[^`]+)`", RegexOptions.Multiline)]
    private static partial Regex InlineCommand();

    [GeneratedRegex(@"^([A-Za-z_]+=|[a-z.][\w./-]*( |$))")]
    private static partial Regex CommandStart();

    [GeneratedRegex(@"\\\n")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
