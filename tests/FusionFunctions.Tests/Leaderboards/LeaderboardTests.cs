using FusionFunctions.Leaderboards;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Tests.Leaderboards;

public sealed class LeaderboardTests
{
    [Fact]
    public void MainTable_published_counts_print_as_the_page()
    {
        var row = PageNumbers.Row("Simple Average", RowGroup.Merged, "simple_average", null, PageNumbers.Average, 0.719984);
        var leaderboard = PageNumbers.Leaderboard with { Rows = [row] };

        Assert.Equal(78.2287, leaderboard.AverageOf(row)!.Value, 5e-5);
        Assert.Equal(
            ["Simple Average", "69.7", "59.7", "78.9", "90.1", "83.8", "80.5", "91.2", "72.0", "78.2"],
            MainTable.Of(leaderboard).Lines[^1].Select(cell => cell.Text));
    }

    [Fact]
    public void AverageOf_a_row_without_every_score_is_null()
    {
        var undefined = PageNumbers.Row("a", RowGroup.Merged, "a", null, PageNumbers.Average, double.NaN);
        Assert.Null(PageNumbers.Leaderboard.AverageOf(undefined));
        Assert.Null(PageNumbers.Leaderboard.AverageOf(undefined with { Scores = new Dictionary<string, LeaderboardScore>() }));
    }

    [Fact]
    public void MainTable_values_that_print_alike_are_all_bold()
    {
        int[] little = [726, 5856, 322, 4921, 33875, 223, 795];
        var leaderboard = PageNumbers.Leaderboard with
        {
            Rows =
            [
                PageNumbers.Row("a", RowGroup.Merged, "a", null, PageNumbers.Average, 0.719984),
                PageNumbers.Row("b", RowGroup.Merged, "b", null, little, 0.71),
                PageNumbers.Row("c", RowGroup.Reference, "c", null, PageNumbers.Average, 0.9),
            ],
        };

        var lines = MainTable.Of(leaderboard).Lines.ToDictionary(line => line[0].Text, line => line.Select(cell => cell.IsBold).ToArray());

        Assert.Equal([false, true, true, true, true, true, true, true, true, true], lines["a"]);
        Assert.Equal([false, false, true, true, true, true, true, true, false, false], lines["b"]);
        Assert.DoesNotContain(true, lines["c"]);
    }

    [Fact]
    public void SweepTables_methods_with_one_row_have_none() =>
        Assert.Equal("Sweep of task_arithmetic", Assert.Single(SweepTables.Of(PageNumbers.Leaderboard)).Title);

    [Theory]
    [InlineData(0.5, 100, 0.05)]
    [InlineData(1.0, 100, 0.0)]
    [InlineData(null, 100, null)]
    [InlineData(-0.5, 100, null)]
    [InlineData(0.5, 0, null)]
    public void ProportionStandardError_is_that_of_a_proportion(double? value, int total, double? expected) =>
        Assert.Equal(expected, new LeaderboardScore(value, 0, total, 0).ProportionStandardError);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void LeaderboardScore_undefined_value_becomes_null(double value) => Assert.Null(new LeaderboardScore(value, 0, 1, 0).Value);
}
