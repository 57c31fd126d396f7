using FusionFunctions.Compute.Telemetry;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Counts, and passes on at once, on the thread that generates.</summary>
internal sealed class AnsweredExamples(string task, IComputeProgress? progress) : IProgress<int>
{
    public void Report(int value)
    {
        ComputeMetrics.Answered(task, value);
        progress?.ExamplesAnswered(value);
    }
}
