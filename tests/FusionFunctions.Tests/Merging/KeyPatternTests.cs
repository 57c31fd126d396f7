using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

public sealed class KeyPatternTests
{
    [Theory]
    [InlineData("a.b", "a.b"), InlineData("*", "a.b"), InlineData("*", ""), InlineData("**", "a"), InlineData("a*", "a"), InlineData("*b", "a.b")]
    [InlineData("a*b", "ab"), InlineData("*.q.*", "block.0.q.weight"), InlineData("*ab*b", "aabab.b"), InlineData("a?c", "a?c"), InlineData(@"a\*", @"a\b"), InlineData("a<*", "a<b")]
    public void Star_stands_for_any_characters(string pattern, string key) => Assert.True(KeyPattern.Fits(pattern, key));

    [Theory]
    [InlineData("a?c", "abc"), InlineData("a.?", "a.b"), InlineData("A*", "a"), InlineData("a*a", "a"), InlineData("ab*bc", "abc"), InlineData("*.q.*", "block.0.k.weight")]
    [InlineData("", "a"), InlineData(@"a\*", "a*"), InlineData("*a*b", "ba"), InlineData("a<", "ab"), InlineData("a\"b", "a.b")]
    public void Every_other_character_stands_for_itself(string pattern, string key) => Assert.False(KeyPattern.Fits(pattern, key));

    [Fact]
    public void Pattern_of_many_stars_takes_no_longer_than_the_text_is_long() =>
        Assert.False(KeyPattern.Fits(string.Concat(Enumerable.Repeat("*a", 2000)) + "*b", new string('a', 200_000)));
}
