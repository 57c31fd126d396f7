using CsCheck;
using FusionFunctions.Samples.Vocabulary;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Torch.Tests.Samples;

public sealed class UnigramTrainerTests
{
    private static readonly string[] s_text = [.. Enumerable.Repeat("the cat sees the dog and the bird", 20), "a bat"];

    [Fact]
    public void Train_gives_frequent_words_as_pieces_and_every_character()
    {
        var pieces = UnigramTrainer.Train(s_text, 24).Select(piece => piece.Text).ToList();

        Assert.InRange(pieces.Count, 16, 24);
        Assert.Contains("\u2581the", pieces);
        Assert.Contains("\u2581dog", pieces);
        Assert.DoesNotContain("\u2581bat", pieces);
        Assert.Empty(string.Concat(s_text).Replace(' ', '\u2581').Select(c => c.ToString()).Except(pieces));
        Assert.Distinct(pieces);
    }

    [Fact]
    public void Train_gives_probabilities_likeliest_first()
    {
        var scores = UnigramTrainer.Train(s_text, 24).Select(piece => piece.Score).ToList();

        Assert.Equal(scores.OrderDescending(), scores);
        Assert.InRange(scores.Sum(Math.Exp), 0.5, 1.001);
    }

    [Fact]
    public void Write_trained_pieces_reads_as_a_vocabulary_and_takes_texts_there_and_back()
    {
        var tokenizer = T5Tokenizer.Create(SentencePieceModel.Write(UnigramTrainer.Train(s_text, 24)), "test");

        Gen.String[Gen.Char["abcdeghinorst"], 1, 12].Array[1, 6].Sample(words =>
            tokenizer.Decode(tokenizer.Encode(string.Join(' ', words))) == string.Join(' ', words));
    }

    [Fact]
    public void Best_of_random_pieces_equals_the_best_of_all_segmentations() => Gen.Select(
        Gen.String[Gen.Char["ab"], 1, 8],
        Gen.Dictionary(Gen.String[Gen.Char["ab"], 2, 4], Gen.Double[-9, -1])[0, 8]).Sample((word, longer) =>
    {
        var scores = new Dictionary<string, double>(longer) { ["a"] = -4, ["b"] = -5 };
        var model = new UnigramModel([.. scores.Select(entry => new UnigramPiece(entry.Key, entry.Value))]);

        var best = model.LatticeOf(word).Best(model.Scores);

        Assert.Equal(word, string.Concat(best.Select(piece => model.Pieces[piece].Text)));
        Assert.Equal(BestScore(word, scores), best.Sum(piece => model.Scores[piece]), 9);
    });

    private static double BestScore(string word, Dictionary<string, double> scores) => word.Length == 0
        ? 0
        : scores
            .Where(entry => word.StartsWith(entry.Key, StringComparison.Ordinal))
            .Max(entry => entry.Value + BestScore(word[entry.Key.Length..], scores));
}
