using CsCheck;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public sealed class BlobPathTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("a/...")]
    [InlineData("ends with dot.")]
    [InlineData(@"a\b")]
    [InlineData(@"..\a")]
    [InlineData("a\0b")]
    [InlineData("line\nbreak")]
    public void Parse_unsafe_text_is_refused(string text)
    {
        Assert.Throws<BlobPathException>(() => BlobPath.Parse(text));
        Assert.False(BlobPath.TryParse(text, out _));
    }

    [Fact]
    public void Parse_text_of_more_than_1024_characters_is_refused_without_repeating_it()
    {
        Assert.Equal(1024, BlobPath.Parse(new string('a', 1024)).Value.Length);
        var error = Assert.Throws<BlobPathException>(() => BlobPath.Parse(new string('a', 1_000_000)));
        Assert.True(error.Message.Length < 400, error.Message);
    }

    [Fact]
    public void Parse_error_shows_no_control_characters() =>
        Assert.Contains(@"a\u001b[2Jb", Assert.Throws<BlobPathException>(() => BlobPath.Parse("a\u001b[2Jb")).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_path_that_is_accepted_stays_below_the_root()
    {
        var pieces = Gen.OneOf(Gen.OneOf("..", ".", "/", "//", "\\", "a", "~", "...", " ", "\0", "%2e%2e", "C:"), Gen.String[0, 3]);
        string root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "root"));
        pieces.Array[0, 8].Select(string.Concat).Sample(text =>
        {
            if (BlobPath.TryParse(text, out var path))
                Assert.Equal($"{root}/{text}", Path.GetFullPath(Path.Combine(root, path.Value)));
        });
    }

    [Fact]
    public void Parse_half_a_surrogate_pair_is_refused()
    {
        Assert.Equal("\ud83d\ude00", BlobPath.Parse("\ud83d\ude00").Value);
        foreach (string half in new[] { "a\ud83d", "\ud83d/a", "\ude00", "\ude00\ud83d" })
            Assert.Throws<BlobPathException>(() => BlobPath.Parse(half));
    }

    [Fact]
    public void Slash_operator_appends_segments_and_checks_them()
    {
        Assert.Equal("a/b/c", (BlobPath.Parse("a") / "b/c").Value);
        Assert.Equal("c", (BlobPath.Parse("a") / "b/c").Name);
        Assert.Throws<BlobPathException>(() => BlobPath.Parse("a") / "../b");
    }

    [Fact]
    public void Path_that_was_never_set_has_no_value() => Assert.Throws<InvalidOperationException>(() => default(BlobPath).Value);
}
