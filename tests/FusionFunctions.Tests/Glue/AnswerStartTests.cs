using CsCheck;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Tests.Glue;

public sealed class AnswerStartTests
{
    private static readonly string[] s_parts =
    [
        "yes", "no", "y", "es", "n", "o", "entail", "ment", "neutral", "contra", "diction", "acceptable", "un", "positive", "negative",
        " ", "  ", "\t", "\u001c", "3", "4.", "2", "0", ".", ",", "'", "-", "+", "e", "E1", "_", "inf", "inity", "nan", "NaN", "\uff14", "x", "1e", "n't",
    ];

    [Theory]
    [InlineData("mrpc", "y", false)]
    [InlineData("mrpc", "yes", false)]
    [InlineData("mrpc", "", false)]
    [InlineData("mrpc", "yess", true)]
    [InlineData("mrpc", "Yes", true)]
    [InlineData("mrpc", "yes .", true)]
    [InlineData("cola", "un", false)]
    [InlineData("cola", "yes", true)]
    [InlineData("stsb", "4 .", false)]
    [InlineData("stsb", "4.2", false)]
    [InlineData("stsb", "infini", false)]
    [InlineData("stsb", "entailment", true)]
    [InlineData("stsb", "4,2", true)]
    public void IsHopeless_starts_of_answers_are_told_apart(string task, string start, bool expected) =>
        Assert.Equal(expected, AnswerStart.IsHopeless(GlueTasks.Find(task), start));

    [Fact]
    public void IsHopeless_start_scores_as_whatever_it_goes_on_with() =>
        Gen.Select(One(GlueTasks.All), One(s_parts).Array[0, 6], One(s_parts).Array[0, 6]).Sample(
            (task, start, rest) =>
            {
                string early = Decoded(string.Concat(start));
                if (!AnswerStart.IsHopeless(task, early))
                    return;
                string late = Decoded(string.Concat([.. start, .. rest]));
                foreach (string target in task.IsRegression ? (string[])["", "3.8", "-1.0"] : ["", .. task.Labels])
                    Assert.Equivalent(Scorer.Score(task, [(late, target)]), Scorer.Score(task, [(early, target)]), strict: true);
            },
            iter: 20_000);

    private static Gen<T> One<T>(IReadOnlyList<T> values) => Gen.Int[0, values.Count - 1].Select(i => values[i]);

    // As the tokenizer ends a text: blanks at the ends, and those before punctuation, go.
    private static string Decoded(string raw) => raw.Trim(' ', '\t', '\u001c')
        .Replace(" .", ".", StringComparison.Ordinal)
        .Replace(" ,", ",", StringComparison.Ordinal)
        .Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal);
}
