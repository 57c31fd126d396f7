using System.Buffers.Binary;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.T5Format.Tokenization.SentencePiece;

namespace FusionFunctions.Tests.T5Format.Tokenization;

public sealed class HostileVocabularyTests
{
    private const string Nasty = "  A\tb~ <extra_id_3> \uD800 ﷺ ab</s>aa\u0000";

    private static readonly (string Text, float Score, PieceType Type)[] s_pieces =
    [
        .. SmallVocabulary.Specials,
        ("\u2581", -2, PieceType.Normal), ("a", -3, PieceType.Normal), ("b", -3, PieceType.Normal), ("ab", -4, PieceType.Normal),
        ("\u2581a", -5, PieceType.Normal), ("zz", -1, PieceType.Unused), ("[x]", 0, PieceType.UserDefined), ("é", -6, PieceType.Normal),
    ];

    [Fact]
    public void Create_every_truncation_is_refused()
    {
        byte[] bytes = SmallVocabulary.Bytes(s_pieces);
        T5Tokenizer.Create(bytes, "whole");

        for (int length = 0; length < bytes.Length; length++)
            Refused(bytes[..length]);
    }

    [Fact]
    public void Create_truncations_of_T5s_own_vocabulary_are_refused()
    {
        byte[] bytes = GoldenTexts.VocabularyBytes();

        for (int length = 0; length < bytes.Length; length += bytes.Length / 8)
            Refused(bytes[..length]);
        Refused(bytes[..^1]);
    }

    [Fact]
    public void Create_mutated_bytes_give_a_tokenizer_or_an_explanation()
    {
        byte[] bytes = SmallVocabulary.Bytes(s_pieces);
        var random = new Random(11);
        int usable = 0, refused = 0;
        for (int i = 0; i < 3000; i++)
            if (IsUsable(Mutated(bytes, random)))
                usable++;
            else
                refused++;

        Assert.True(usable > 100 && refused > 100, $"{usable} usable, {refused} refused");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Create_mutated_bytes_of_T5s_own_vocabulary_give_a_tokenizer_or_an_explanation()
    {
        byte[] bytes = GoldenTexts.VocabularyBytes();
        var random = new Random(12);
        for (int i = 0; i < 40; i++)
            IsUsable(Mutated(bytes, random));
    }

    [Fact]
    public void Create_random_bytes_are_refused()
    {
        var random = new Random(13);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Refused(bytes);
        }
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "piece 1 must be </s>", SmallVocabulary.Bytes([SmallVocabulary.Specials[0], .. s_pieces[2..]]) },
        { "pieces 3 and 11 are the same", SmallVocabulary.Bytes([.. s_pieces, s_pieces[3]]) },
        { "piece 11 must have 1 to 512 bytes", SmallVocabulary.Bytes([.. s_pieces, ("", 0, PieceType.Normal)]) },
        { "piece 11 must have 1 to 512 bytes", SmallVocabulary.Bytes([.. s_pieces, (new string('x', 1_000_000), 0, PieceType.Normal)]) },
        { "piece 11 must have 1 to 512 bytes", SmallVocabulary.Bytes([.. s_pieces, ("a\0b", 0, PieceType.Normal)]) },
        { "the score of piece 11", SmallVocabulary.Bytes([.. s_pieces, ("x", float.NaN, PieceType.Normal)]) },
        { "piece 11 is of type Byte", SmallVocabulary.Bytes([.. s_pieces, ("<0x00>", 0, PieceType.Byte)]) },
        { "piece 11 is of type Unknown", SmallVocabulary.Bytes([.. s_pieces, ("<unk2>", 0, PieceType.Unknown)]) },
        { "no piece type 9", SmallVocabulary.Bytes([.. s_pieces, ("x", 0, (PieceType)9)]) },
        { "do not decode to their texts", SmallVocabulary.Bytes([.. s_pieces, ("<0x00>", 0, PieceType.Normal)]) },
        { "a unigram model", SmallVocabulary.Bytes(s_pieces, modelType: 2) },
        { "precompiled_charsmap", SmallVocabulary.Bytes(s_pieces, charsMap: []) },
        { "precompiled_charsmap", SmallVocabulary.Bytes(s_pieces, charsMap: [0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0]) },
        { "precompiled_charsmap", SmallVocabulary.Bytes(s_pieces, charsMap: [4, 0, 0, 0, 0, 0, 0, 0x80]) },
        { "precompiled_charsmap", SmallVocabulary.Bytes(s_pieces, charsMap: SmallVocabulary.CharsMap(('a', new string('x', 300)))) },
        // A piece that claims two gigabytes.
        { "not a SentencePiece model", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x0A] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Create_broken_vocabulary_says_what_is_wrong(string reason, byte[] bytes)
    {
        var error = Refused(bytes);

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("somewhere: spiece.model ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Copy it from the original model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_with_rules_that_run_in_circles_ends()
    {
        // The child of 'a' is its own child for 'a' (its offset is 'a'), and no rule ends there.
        byte[] map = SmallVocabulary.CharsMap(('a', "b"));
        BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + (4 * (256 ^ 'a'))), ('a' << 10) | 'a');
        byte[] bytes = SmallVocabulary.Bytes(s_pieces, charsMap: map);

        Assert.True(IsUsable(bytes, new string('a', 300_000)));
    }

    private static T5FormatException Refused(byte[] bytes) => Assert.Throws<T5FormatException>(() => T5Tokenizer.Create(bytes, "somewhere"));

    private static bool IsUsable(byte[] bytes, string text = Nasty)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var tokenizer = T5Tokenizer.Create(bytes, "mutated");
            int[] ids = tokenizer.Encode(text);
            Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
            tokenizer.Decode(ids);
            tokenizer.Decode([.. Enumerable.Range(0, Math.Min(tokenizer.VocabularySize, 1000) + 20)]);
            return true;
        }
        catch (T5FormatException)
        {
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 << 20);
        }
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        byte[] mutated = [.. bytes];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(mutated.Length);
            mutated[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(mutated[at] ^ (1 << random.Next(8))),
                _ => (byte)(random.Next(2) == 0 ? 0 : 0xFF),
            };
        }
        return mutated;
    }
}
