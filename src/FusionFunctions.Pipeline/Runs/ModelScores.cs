using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>What a model scored, for a run's status.</summary>
/// <param name="Model">The model's name, or the beginning of a long one.</param>
/// <param name="Average">The mean over its tasks in percent; null where one has no score.</param>
/// <param name="Tasks">Accuracy or rho by task as a fraction, to four digits; null where it failed or is not defined.</param>
public sealed record ModelScores(string Model, double? Average, IReadOnlyDictionary<string, double?> Tasks)
{
    private const int MaxNameLength = 60;
    private const int Digits = 4;

    internal static ModelScores Of(ModelEvaluation evaluation)
    {
        double?[] values = [.. evaluation.Tasks.Select(task => task.Score?.Value)];
        return new(
            evaluation.Model.Length <= MaxNameLength ? evaluation.Model : $"{evaluation.Model[..MaxNameLength]}…",
            values.Length == 0 || values.Contains(null) ? null : Math.Round(100 * values.Average()!.Value, Digits - 2),
            evaluation.Tasks.ToDictionary(task => task.Task, task => task.Score?.Value is { } value ? Math.Round(value, Digits) : (double?)null));
    }
}
