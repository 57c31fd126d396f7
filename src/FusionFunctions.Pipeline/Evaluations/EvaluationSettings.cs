using System.Text.Json.Serialization;
using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>How an experiment wants its models to answer.</summary>
/// <param name="MaxLength">Decoder tokens at most, the start token counted.</param>
/// <param name="Precision">What models compute with.</param>
/// <param name="FullAnswers">Whether every answer is generated to its end and kept; the scores are the same.</param>
public sealed record EvaluationSettings(
    int MaxLength,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Precision Precision = Precision.F32,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool FullAnswers = false)
{
    public static EvaluationSettings Of(Experiment experiment) => new(experiment.TaskPool.MaxLength, experiment.Precision, experiment.FullAnswers);
}
