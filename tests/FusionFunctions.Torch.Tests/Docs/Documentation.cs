using System.Text.RegularExpressions;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>The pages that users read.</summary>
internal static partial class Documentation
{
    /// <summary>The page that lists the commands that no test executes.</summary>
    public const string TestingPage = "docs/testing.md";

    /// <summary>Every command of every page, each text once.</summary>
    public static IReadOnlyList<DocumentedCommand> Commands { get; } =
    [
        .. Pages()
            .SelectMany(page => CommandFinder.Find(page, page == TestingPage ? NeedRow().Replace(Read(page), "") : Read(page)))
            .Where(command => !(command.IsInSentence && FusionGrammar.IsName(command.Text)))
            .DistinctBy(command => command.Text),
    ];

    /// <summary>The commands that the testing page says are not executed, with what they need.</summary>
    public static IReadOnlyDictionary<string, string> NotExecuted { get; } =
        NeedRow().Matches(Read(TestingPage)).ToDictionary(row => row.Groups["command"].Value, row => row.Groups["need"].Value.Trim());

    public static IEnumerable<string> Pages() => Directory
        .EnumerateFiles(ReferenceData.RepositoryRoot, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Join(ReferenceData.RepositoryRoot, "docs"), "*.md"))
        .Select(file => Path.GetRelativePath(ReferenceData.RepositoryRoot, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    public static string Read(string page) => File.ReadAllText(Path.Join(ReferenceData.RepositoryRoot, page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| `(?<command>[^`]+)` \| (?<need>[^|]+)\|$", RegexOptions.Multiline)]
    private static partial Regex NeedRow();
}
