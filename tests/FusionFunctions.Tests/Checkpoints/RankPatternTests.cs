using FusionFunctions.Checkpoints.Adapters;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Ranks of single modules in adapter_config.json, by the first entry that PEFT finds.</summary>
public sealed class RankPatternTests
{
    [Fact]
    public void Ranks_that_differ_stand_in_both_patterns_with_the_scaling_of_the_others()
    {
        var config = LoraConfigJson.Of("org/base", 16, 32, ["q", "v", "out"], task: null, moduleRanks: [("a.q", 16), ("a.v", 8), ("out", 2)]);

        Assert.Equal("""{"a.v":8,"out":2}""", config["rank_pattern"]!.ToJsonString());
        Assert.Equal("""{"a.v":16,"out":4}""", config["alpha_pattern"]!.ToJsonString());
        var read = AdapterConfigReader.Read(System.Text.Encoding.UTF8.GetBytes(config.ToJsonString()), "config");
        Assert.Equal([(16, 2f), (8, 2f), (2, 2f)], new[] { "a.q", "a.v", "out" }.Select(module => (read.RankOf(module), read.ScalingOf(module))));
    }

    [Fact]
    public void Ranks_that_are_all_alike_need_no_patterns()
    {
        var config = LoraConfigJson.Of("org/base", 16, 16, ["q"], task: null, moduleRanks: [("a.q", 16)]);

        Assert.False(config.ContainsKey("rank_pattern"));
        Assert.False(config.ContainsKey("alpha_pattern"));
    }

    /// <summary>An entry means every module whose path ends so; a longer path with the common rank stands before it.</summary>
    [Theory]
    [InlineData("out", 2, "head.out", 16), InlineData("out", 2, "head.out", 3), InlineData("head.out", 2, "out", 16), InlineData("a(b", 2, "x.a(b", 16), InlineData("mlp.0", 2, "x.mlp.0", 16)]
    public void Modules_whose_paths_end_alike_keep_their_own_ranks(string first, int firstRank, string second, int secondRank)
    {
        var config = LoraConfigJson.Of("org/base", 16, 16, [first, second], task: null, moduleRanks: [(first, firstRank), (second, secondRank)]);

        var read = AdapterConfigReader.Read(System.Text.Encoding.UTF8.GetBytes(config.ToJsonString()), "config");

        Assert.Equal((firstRank, secondRank), (read.RankOf(first), read.RankOf(second)));
        Assert.Equal((1f, 1f), (read.ScalingOf(first), read.ScalingOf(second)));
    }
}
