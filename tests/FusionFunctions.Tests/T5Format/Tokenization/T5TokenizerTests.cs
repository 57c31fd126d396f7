using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.T5Format.Tokenization.SentencePiece;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.T5Format.Tokenization;

public sealed class T5TokenizerTests
{
    private const int Blank = SmallVocabulary.FirstId, A = Blank + 1, B = Blank + 2, Aa = Blank + 3;
    private const int End = 1, Unknown = 2;

    private static readonly T5Tokenizer s_small = SmallVocabulary.Create(("\u2581", -1), ("a", -1), ("b", -1), ("aa", -2));

    [Theory]
    [InlineData("", new[] { End })]
    [InlineData(" \t ", new[] { End })]
    [InlineData("a", new[] { Blank, A, End })]
    [InlineData("  a\t  b ", new[] { Blank, A, Blank, B, End })]
    [InlineData("A~b", new[] { Blank, A, B, End })]
    [InlineData("xyz a x", new[] { Blank, Unknown, Blank, A, Blank, Unknown, End })]
    [InlineData("\u2581a\u2581", new[] { Blank, Blank, A, End })]
    [InlineData("\0a", new[] { Blank, Unknown, A, End })]
    public void Encode_small_vocabulary_normalizes_segments_and_ends(string text, int[] expected) =>
        Assert.Equal(expected, s_small.Encode(text));

    [Theory]
    [InlineData("aa", new[] { Blank, Aa, End })]
    [InlineData("aaa", new[] { Blank, A, Aa, End })]
    public void Encode_among_equal_segmentations_takes_the_one_whose_last_piece_starts_first(string text, int[] expected) =>
        Assert.Equal(expected, s_small.Encode(text));

    [Theory]
    [InlineData("a</s>", new[] { Blank, A, End })]
    [InlineData("a </s> b", new[] { Blank, A, End, Blank, B, End })]
    [InlineData("a\u001F<pad>\u3000b", new[] { Blank, A, 0, Blank, B, End })]
    [InlineData("<unk>", new[] { Unknown, End })]
    [InlineData("<extra_id_0><extra_id_99>", new[] { 106, 7, End })]
    [InlineData("a<extra_id_10>b", new[] { Blank, A, 96, Blank, B, End })]
    [InlineData("<extra_id_100>", new[] { Blank, Unknown, A, Unknown, End })]
    [InlineData("<extra_id_01>", new[] { Blank, Unknown, A, Unknown, End })]
    [InlineData("<extra_id_", new[] { Blank, Unknown, A, Unknown, End })]
    [InlineData("<", new[] { Blank, Unknown, End })]
    public void Encode_finds_special_tokens_in_the_text(string text, int[] expected) => Assert.Equal(expected, s_small.Encode(text));

    [Fact]
    public void Encode_lone_surrogates_count_as_replacement_characters()
    {
        var tokenizer = SmallVocabulary.Create(("\u2581", -1), ("\uFFFD", -1), ("\U0001F600", -1));

        Assert.Equal([3, 4, End], tokenizer.Encode("\uD800"));
        Assert.Equal([3, 4, 4, 5, End], tokenizer.Encode("\uDC00\uD83D\U0001F600"));
    }

    [Theory]
    [InlineData("a b", 5, new[] { Blank, A, Blank, B, End })]
    [InlineData("a b", 4, new[] { Blank, A, Blank, End })]
    [InlineData("a b", 1, new[] { End })]
    [InlineData("a</s>b", 4, new[] { Blank, A, End })]
    [InlineData("", 1, new[] { End })]
    public void Encode_cuts_before_the_end_token(string text, int maxTokens, int[] expected) =>
        Assert.Equal(expected, s_small.Encode(text, maxTokens));

    [Fact]
    public void Encode_no_room_even_for_the_end_token_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => s_small.Encode("a", 0));

    [Fact]
    public void Encode_user_defined_pieces_come_first_and_stay_as_they_are()
    {
        var tokenizer = Create([("\u2581", -1, PieceType.Normal), ("a", -1, PieceType.Normal), ("aAa", -50, PieceType.UserDefined)]);

        Assert.Equal([3, 5, 4, 4, End], tokenizer.Encode("aAaAa"));
    }

    [Fact]
    public void Encode_unused_pieces_are_not_used()
    {
        var tokenizer = Create([("\u2581", -1, PieceType.Normal), ("a", -9, PieceType.Normal), ("aa", -1, PieceType.Unused)]);

        Assert.Equal([3, 4, 4, End], tokenizer.Encode("aa"));
        Assert.Equal("aa", tokenizer.Decode([5]));
    }

    [Fact]
    public void Encode_keeps_blanks_where_the_model_does()
    {
        var tokenizer = Create([("\u2581", -1, PieceType.Normal), ("a", -1, PieceType.Normal)], removeExtraWhitespaces: false);

        Assert.Equal([3, 3, 4, 3, 3, 4, 3, End], tokenizer.Encode(" a  a "));
    }

    [Theory]
    [InlineData(new int[] { }, "")]
    [InlineData(new[] { Blank, A, Blank, B, End }, "a b")]
    [InlineData(new[] { 0, Blank, A, Unknown, B, 7, Blank, A, 106, End, 0 }, "ab a")]
    [InlineData(new[] { A, Blank, Blank, B, Blank }, "a  b")]
    [InlineData(new[] { 107 }, "<extra_id_-1>")]
    [InlineData(new[] { A, 107, Blank, B, 109, A }, "a<extra_id_-1> b<extra_id_-3>a")]
    public void Decode_leaves_out_special_tokens_only(int[] ids, string expected) => Assert.Equal(expected, s_small.Decode(ids));

    [Fact]
    public void Decode_negative_ids_are_a_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => s_small.Decode([-1]));

    [Fact]
    public void Decode_ids_of_the_models_unused_rows_read_as_Hugging_Face_reads_them()
    {
        Assert.Equal(32100, GoldenTexts.Tokenizer.VocabularySize);
        Assert.Equal("yes<extra_id_-28> no", GoldenTexts.Tokenizer.Decode([4273, 32127, 150, 32099]));
    }

    [Theory]
    [InlineData(" Yes , he is n't . 's", "Yes, he isn't.'s")]
    [InlineData("we 've a ' b ! ?", "we've a'b!?")]
    public void CleanUp_takes_blanks_away_as_Hugging_Face_does(string text, string expected) =>
        Assert.Equal(expected, PythonText.CleanUp(PythonText.Trim(text)));

    [Fact]
    public void Encode_and_Decode_from_many_threads_give_what_one_gives()
    {
        string[] texts =
            [.. Enumerable.Range(0, 400).Select(i => string.Concat(Enumerable.Repeat(i % 2 == 0 ? "a ab" : "xaa b<pad>", 1 + (i % 40))))];
        var expected = texts.Select(text => s_small.Encode(text)).ToList();
        var decoded = expected.Select(s_small.Decode).ToList();

        Parallel.For(0, 4000, i =>
        {
            Assert.Equal(expected[i % texts.Length], s_small.Encode(texts[i % texts.Length]));
            Assert.Equal(decoded[i % texts.Length], s_small.Decode(expected[i % texts.Length]));
        });
    }

    [Fact]
    public async Task LoadAsync_reads_the_folders_vocabulary()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "base"));
        byte[] bytes = SmallVocabulary.Bytes([.. SmallVocabulary.Specials, ("\u2581", -1, PieceType.Normal)]);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "base", "spiece.model"), bytes, TestContext.Current.CancellationToken);

        var tokenizer = await LoadAsync(folder, "base");

        Assert.Equal(104, tokenizer.VocabularySize);
    }

    [Fact]
    public async Task LoadAsync_missing_vocabulary_names_the_folder_and_the_file()
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<T5FormatException>(() => LoadAsync(folder, ""));

        Assert.StartsWith("my model: has no spiece.model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_huge_vocabulary_is_refused_unread()
    {
        using var folder = new TemporaryFolder();
        await using (var file = File.Create(Path.Combine(folder.Path, "spiece.model")))
            file.SetLength(1L << 33);

        var error = await Assert.ThrowsAsync<T5FormatException>(() => LoadAsync(folder, ""));

        Assert.StartsWith("my model: spiece.model has 8589934592 bytes", error.Message, StringComparison.Ordinal);
    }

    private static T5Tokenizer Create((string Text, float Score, PieceType Type)[] pieces, bool removeExtraWhitespaces = true) =>
        T5Tokenizer.Create(SmallVocabulary.Bytes([.. SmallVocabulary.Specials, .. pieces], removeExtraWhitespaces), "small");

    private static Task<T5Tokenizer> LoadAsync(TemporaryFolder folder, string path)
    {
        var store = new DirectoryBlobStore(folder.Path, LinkPolicy.Follow);
        return T5Tokenizer.LoadAsync(store, path, "my model", TestContext.Current.CancellationToken);
    }
}
