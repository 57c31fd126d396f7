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
    public void Links_of_a_page_lead_to_files(string page)
    {
        string text = File.ReadAllText(PathOf(page));
        string folder = Path.GetDirectoryName(PathOf(page))!;

        foreach (Match link in Link().Matches(text))
            if (!link.Groups[1].Value.Contains("://", StringComparison.Ordinal))
                Assert.True(Path.Exists(Path.Join(folder, link.Groups[1].Value)), $"{page} links to {link.Groups[1].Value}, which is not there.");
    }

    [Fact]
    public void Every_page_of_the_documentation_is_listed_in_the_readme()
    {
        string readme = File.ReadAllText(PathOf("README.md"));

        Assert.All(Directory.EnumerateFiles(PathOf("docs"), "*.md"), page => Assert.Contains($"(docs/{Path.GetFileName(page)})", readme, StringComparison.Ordinal));
    }

    public static TheoryData<string> Pages() =>
        ["README.md", .. Directory.EnumerateFiles(PathOf("docs"), "*.md").Order(StringComparer.Ordinal).Select(page => $"docs/{Path.GetFileName(page)}")];

    private static string PathOf(string path) => Path.Join(ReferenceData.RepositoryRoot, path);

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
