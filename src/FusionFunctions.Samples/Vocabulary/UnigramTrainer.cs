namespace FusionFunctions.Samples.Vocabulary;

/// <summary>
/// Trains a Unigram vocabulary: from many substrings, expectation maximisation and pruning in turns, until the wanted size.
/// Source: Kudo 2018, "Subword Regularization", and SentencePiece's unigram trainer. The same text gives the same vocabulary.
/// </summary>
public static class UnigramTrainer
{
    private const int SeedFactor = 12;
    private const int StepsBetweenPrunings = 2;
    private const double KeptByPruning = 0.75;

    // Pruning stops a little above the wanted size; the rest goes by score.
    private const double Slack = 1.1;
    private const double LeastExpected = 0.5;

    /// <param name="texts">What to train on; blanks separate words.</param>
    /// <param name="size">How many pieces, single characters included.</param>
    /// <returns>Likeliest first.</returns>
    public static IReadOnlyList<UnigramPiece> Train(IEnumerable<string> texts, int size)
    {
        var words = WordCounts.Of(texts);
        var model = new UnigramModel(SeedPieces.Of(words, size * SeedFactor));
        while (true)
        {
            for (int step = 0; step < StepsBetweenPrunings; step++)
                model = Maximised(model, words);
            if (model.Count <= size * Slack)
                break;
            model = Pruned(model, words, (int)Math.Max(size * Slack, model.Count * KeptByPruning));
        }
        // Characters stay, so that every word can be written.
        var characters = model.Pieces.Where(IsCharacter);
        var rest = LikeliestFirst(model.Pieces.Where(piece => !IsCharacter(piece)));
        return [.. LikeliestFirst(characters.Concat(rest).Take(size))];
    }

    // One step of EM. Counts go through the digamma function, which holds rare pieces down (Bayesian EM, as SentencePiece does it).
    private static UnigramModel Maximised(UnigramModel model, IReadOnlyList<(string Word, int Count)> words)
    {
        double[] expected = new double[model.Count];
        foreach (var (word, count) in words)
            model.LatticeOf(word).AddExpected(model.Scores, count, expected);
        (string Text, double Count)[] kept =
        [
            .. model.Pieces.Zip(expected)
                .Where(entry => IsCharacter(entry.First) || entry.Second >= LeastExpected)
                .Select(entry => (entry.First.Text, Math.Max(entry.Second, LeastExpected))),
        ];
        double total = Digamma(kept.Sum(piece => piece.Count));
        return new([.. kept.Select(piece => new UnigramPiece(piece.Text, Digamma(piece.Count) - total))]);
    }

    // Keeps the pieces whose loss would cost the likelihood of the text most.
    private static UnigramModel Pruned(UnigramModel model, IReadOnlyList<(string Word, int Count)> words, int size)
    {
        long[] used = new long[model.Count];
        foreach (var (word, count) in words)
            foreach (int piece in model.LatticeOf(word).Best(model.Scores))
                used[piece] += count;
        var dear = Enumerable.Range(0, model.Count)
            .Where(piece => !IsCharacter(model.Pieces[piece]) && used[piece] > 0)
            .Select(piece => (Piece: piece, Loss: used[piece] * LossWithout(model, piece)))
            .OrderByDescending(entry => entry.Loss).ThenBy(entry => model.Pieces[entry.Piece].Text, StringComparer.Ordinal)
            .Select(entry => entry.Piece);
        int[] characters = [.. Enumerable.Range(0, model.Count).Where(piece => IsCharacter(model.Pieces[piece]))];
        return new([.. characters.Concat(dear.Take(size - characters.Length)).Order().Select(piece => model.Pieces[piece])]);
    }

    private static double LossWithout(UnigramModel model, int piece)
    {
        var instead = model.LatticeOf(model.Pieces[piece].Text).Best(model.Scores, piece);
        return model.Scores[piece] - instead.Sum(other => model.Scores[other]);
    }

    private static IEnumerable<UnigramPiece> LikeliestFirst(IEnumerable<UnigramPiece> pieces) =>
        pieces.OrderByDescending(piece => piece.Score).ThenBy(piece => piece.Text, StringComparer.Ordinal);

    private static bool IsCharacter(UnigramPiece piece) => piece.Text.Length == 1;

    private static double Digamma(double x)
    {
        double shifted = 0;
        for (; x < 7; x++)
            shifted -= 1 / x;
        double inverse = 1 / x, square = inverse * inverse;
        return shifted + Math.Log(x) - inverse / 2 - square * (1.0 / 12 - square * (1.0 / 120 - square / 252));
    }
}
