namespace FusionFunctions.Samples.Training;

/// <summary>How long and how fast to train.</summary>
/// <param name="RowsPerTask">Different rows that there are; they come again when all were seen.</param>
/// <param name="Steps">Batches.</param>
/// <param name="LearningRate">The highest: it rises to it at first, and falls towards a tenth of it until the end.</param>
/// <param name="WarmupSteps">While the learning rate rises.</param>
internal sealed record TrainingPhase(int RowsPerTask, int Steps, double LearningRate, int WarmupSteps)
{
    public const int BatchSize = 32;
    private const double Fall = 0.9;

    public double RateAt(int step) => LearningRate * Math.Min(1, (step + 1.0) / WarmupSteps) * (1 - Fall * step / Steps);
}
