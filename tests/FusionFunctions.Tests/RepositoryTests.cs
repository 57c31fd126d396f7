using System.Text.RegularExpressions;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests;

/// <summary>What the README promises is what continuous integration does, and every link leads somewhere.</summary>
public sealed partial class RepositoryTests
{
    private const string TestCommand = "dotnet test FusionFunctions.sln";
    private const string MainJob = "dotnet run -c Release --project src/FusionFunctions.Cli -- run samples/mini-glue.yaml";

    [Fact]
    public void Readme_commands_are_those_of_continuous_integration()
    {
        string[] readme = File.ReadAllLines(PathOf("README.md"));
        string ci = File.ReadAllText(PathOf(".ci/run"));

        Assert.Contains(TestCommand, readme);
        Assert.Contains(MainJob, readme);
        Assert.Matches($@"(?m)^{Regex.Escape(TestCommand)}( |$)", ci);
        Assert.Matches($@"(?m)^{Regex.Escape(MainJob)}( |$)", ci);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_of_a_page_lead_to_files_and_headings(string page)
    {
        string text = File.ReadAllText(PathOf(page));
        string folder = Path.GetDirectoryName(PathOf(page))!;

        foreach (Match link in Link().Matches(text).Where(link => !link.Value.Contains("://", StringComparison.Ordinal)))
        {
            string target = link.Groups["path"].Value is "" ? PathOf(page) : Path.Join(folder, link.Groups["path"].Value);
            Assert.True(Path.Exists(target), $"{page} links to {target}, which is not there.");
            if (link.Groups["heading"].Value is { Length: > 0 } heading && target.EndsWith(".md", StringComparison.Ordinal))
                Assert.True(Anchors(target).Contains(heading), $"{page} links to #{heading} of {target}, which has no such heading.");
        }
    }

    [Fact]
    public void Every_page_of_the_documentation_is_listed_in_the_readme()
    {
        string readme = File.ReadAllText(PathOf("README.md"));

        Assert.All(Directory.EnumerateFiles(PathOf("docs"), "*.md"), page => Assert.Contains($"(docs/{Path.GetFileName(page)})", readme, StringComparison.Ordinal));
    }

    public static TheoryData<string> Pages() =>
    [
        .. Directory.EnumerateFiles(PathOf("."), "*.md").Concat(Directory.EnumerateFiles(PathOf("docs"), "*.md"))
            .Select(page => Path.GetRelativePath(ReferenceData.RepositoryRoot, page).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>GitHub's names of a page's headings: lower case, without punctuation, blanks as hyphens.</summary>
    private static IEnumerable<string> Anchors(string file) =>
        Heading().Matches(File.ReadAllText(file)).Select(heading => Punctuation().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string PathOf(string path) => Path.Join(ReferenceData.RepositoryRoot, path);

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(?:#(?<heading>[^)]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
