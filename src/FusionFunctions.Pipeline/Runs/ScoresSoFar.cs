using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>
/// The best models of a run so far. Durable Functions takes a custom status of at most 16 KB in UTF-16, which is why there is room
/// for some of a long sweep only; the leaderboard has them all.
/// </summary>
internal sealed class ScoresSoFar
{
    public const int MaxModels = 20;

    private readonly List<ModelScores> _best = [];

    public IReadOnlyList<ModelScores> Best => [.. _best];

    public void Add(ModelEvaluation evaluation)
    {
        var scores = ModelScores.Of(evaluation);
        int place = _best.FindIndex(other => (scores.Average ?? double.NegativeInfinity) > (other.Average ?? double.NegativeInfinity));
        _best.Insert(place < 0 ? _best.Count : place, scores);
        if (_best.Count > MaxModels)
            _best.RemoveAt(MaxModels);
    }
}
