using System.Text.Json;
using CsCheck;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Tests.Glue;

public sealed class ScorerTests
{
    private static readonly string[] s_unusual = ["", "yes", "6.0", " 4.0 ", "inf", "-inf", "1e1"];

    private static readonly Gen<(string Output, string Target)[]> s_similarities = Gen.Select(
        Gen.OneOf(
            Gen.Int[0, 50].Select(tenths => SimilarityLabel.Format(tenths / 10f)),
            Gen.Int[0, s_unusual.Length - 1].Select(i => s_unusual[i])),
        Gen.Int[0, 50].Select(tenths => SimilarityLabel.Format(tenths / 10f))).Array[0, 60];

    [Theory]
    [InlineData("yes", "yes", 1, 0)]
    [InlineData("no", "yes", 0, 0)]
    [InlineData("Yes", "yes", 0, 1)]
    [InlineData("yes ", "yes", 0, 1)]
    [InlineData("", "yes", 0, 1)]
    [InlineData("entailment", "yes", 0, 1)]
    public void Score_classification_wants_the_exact_text(string output, string target, int correct, int invalid)
    {
        var score = Scorer.Score(GlueTasks.Rte, [(output, target)]);
        Assert.Equal((correct, 1, invalid), (score.Correct, score.Total, score.Invalid));
        Assert.Empty(score.Predictions);
    }

    [Theory]
    [InlineData("0.0", 0, 0)]
    [InlineData("5.0", 0, 5)]
    [InlineData("5.1", 1, 5.1)]
    [InlineData("4", 1, 4)]
    [InlineData("4.00", 1, 4)]
    [InlineData("very similar", 1, 0)]
    [InlineData("\uff14.\uff12", 1, 4.2)]
    public void Score_similarity_reads_numbers_and_counts_what_is_no_label(string output, int invalid, double prediction)
    {
        var score = Scorer.Score(GlueTasks.Stsb, [(output, "3.2")]);
        Assert.Equal(invalid, score.Invalid);
        Assert.Equal([prediction], score.Predictions);
        Assert.Equal([3.2], score.Targets);
    }

    [Fact]
    public void Combine_shards_in_order_equals_one_shard() =>
        Gen.Select(s_similarities, Gen.Int[1, 20]).Sample((pairs, size) =>
        {
            var whole = Scorer.Combine(GlueTasks.Stsb, [Scorer.Score(GlueTasks.Stsb, pairs)]);
            var parts = Scorer.Combine(GlueTasks.Stsb, [.. pairs.Chunk(size).Select(part => Scorer.Score(GlueTasks.Stsb, part))]);
            Assert.Equal(whole, parts);
        });

    [Fact]
    public void Combine_rho_is_symmetric_bounded_and_blind_to_order() =>
        s_similarities.Sample(pairs =>
        {
            double[] x = [.. pairs.Select(pair => (double)pair.Output.Length)], y = [.. pairs.Select(pair => (double)pair.Target[0])];
            double rho = SpearmanCorrelation.Of(x, y);
            Assert.Equal(rho, SpearmanCorrelation.Of(y, x), 1e-12);
            Assert.Equal(rho, SpearmanCorrelation.Of([.. x.Reverse()], [.. y.Reverse()]), 1e-12);
            Assert.True(double.IsNaN(rho) || rho is >= -1 and <= 1);
        });

    [Fact]
    public void ShardScore_survives_JSON_with_its_NaN_and_infinities()
    {
        var shard = Scorer.Score(GlueTasks.Stsb, [("nan", "1.0"), ("-inf", "2.0"), ("0.1", "3.0")]);
        var read = JsonSerializer.Deserialize<ShardScore>(JsonSerializer.Serialize(shard))!;
        Assert.Equal([double.NaN, double.NegativeInfinity, 0.1], read.Predictions);
        Assert.Equal(shard.Targets, read.Targets);
    }

    [Fact]
    public void TaskScore_without_a_defined_value_is_null_in_JSON()
    {
        var score = Scorer.Combine(GlueTasks.Stsb, [Scorer.Score(GlueTasks.Stsb, [("2.0", "1.0"), ("2.0", "2.0")])]);
        Assert.Null(score.Value);
        Assert.Equal(score, JsonSerializer.Deserialize<TaskScore>(JsonSerializer.Serialize(score)));
    }

    [Fact]
    public void Combine_no_rows_has_no_value() => Assert.Null(Scorer.Combine(GlueTasks.Cola, []).Value);
}
