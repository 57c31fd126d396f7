using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>All scores of a run.</summary>
/// <param name="Pool">The pretrained and fine-tuned models that were evaluated, by name, each on the tasks that the baselines ask for.</param>
/// <param name="Merged">In the order of the methods and their sweeps.</param>
internal sealed record RunScores(IReadOnlyDictionary<string, ModelEvaluation> Pool, IReadOnlyList<MergedRow> Merged)
{
    public IEnumerable<TaskEvaluation> Evaluations =>
        Pool.Values.Concat(Merged.Select(row => row.Evaluation).OfType<ModelEvaluation>()).SelectMany(model => model.Tasks);
}
