using CsCheck;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Tests.Experiments;

public sealed class SuggestionTests
{
    private static readonly Gen<string> s_word = Gen.String[Gen.Char["abc"], 0, 8];

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_mistakes(string from, string to, int expected) => Assert.Equal(expected, EditDistance.Between(from, to));

    [Fact]
    public void Distance_is_symmetric_and_zero_between_equals_alone() => Gen.Select(s_word, s_word).Sample((a, b) =>
    {
        int distance = EditDistance.Between(a, b);

        Assert.Equal(distance, EditDistance.Between(b, a));
        Assert.Equal(a == b, distance == 0);
        Assert.InRange(distance, Math.Abs(a.Length - b.Length), Math.Max(a.Length, b.Length));
    });

    [Fact]
    public void Distance_after_one_mistake_is_at_most_one() => Gen.Select(s_word, Gen.Int[0, 8], Gen.Int[0, 3]).Sample((word, place, kind) =>
    {
        place = Math.Min(place, word.Length);
        string wrong = (kind, rest: word.Length - place) switch
        {
            (0, _) => word.Insert(place, "x"),
            (1, > 0) => word.Remove(place, 1),
            (2, > 0) => word.Remove(place, 1).Insert(place, "x"),
            (3, > 1) => word.Remove(place, 2).Insert(place, $"{word[place + 1]}{word[place]}"),
            _ => word,
        };

        Assert.InRange(EditDistance.Between(word, wrong), 0, 1);
    });

    [Theory]
    [InlineData("Simple_Average", "simple_average")]
    [InlineData("average", "simple_average")]
    [InlineData("glue-cola", "cola")]
    [InlineData("colla", "cola")]
    [InlineData("zzzz", null)]
    [InlineData("", null)]
    public void Nearest_name_is_the_likely_one_or_none(string given, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(given, ["simple_average", "cola", "rte"]));

    [Theory, InlineData("my.bfloat16", "bfloat16"), InlineData("my.float16", "float16"), InlineData("float", "float32")]
    public void Nearest_name_of_those_that_are_part_of_it_is_the_longest(string given, string expected) =>
        Assert.Equal(expected, Suggestion.Nearest(given, ["float32", "float16", "bfloat16"]));

    [Fact]
    public void Names_without_a_near_one_are_listed_up_to_twelve() => Assert.Equal(
        "the names are n100, n101, n102, n103, n104, n105, n106, n107, n108, n109, n110, n111 and 88 more",
        Suggestion.For("something", [.. Enumerable.Range(100, 100).Select(i => $"n{i}")], "the names are"));
}
