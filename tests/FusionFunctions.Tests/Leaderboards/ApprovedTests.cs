using FusionFunctions.Leaderboards;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Leaderboards;

/// <summary>The files as a user gets them, read and approved by a person.</summary>
public sealed class ApprovedTests
{
    [Fact]
    public void Markdown_reads_as_approved() => Verify(LeaderboardMarkdown.Write(PageNumbers.Leaderboard), "leaderboard.md");

    [Fact]
    public void Json_reads_as_approved() => Verify(LeaderboardJson.Write(PageNumbers.Leaderboard), "leaderboard.json");

    [Fact]
    public void Csv_reads_as_approved() => Verify(LeaderboardCsv.Write(PageNumbers.Leaderboard), "leaderboard.csv");

    private static void Verify(string text, string name)
    {
        string path = Path.Combine(ReferenceData.RepositoryRoot, "tests", "FusionFunctions.Tests", "Leaderboards", "Approved", name);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
