namespace FusionFunctions.Compute.Evaluations;

/// <summary>Passes on at once, on the thread that generates.</summary>
internal sealed class AnsweredExamples(IComputeProgress progress) : IProgress<int>
{
    public void Report(int value) => progress.ExamplesAnswered(value);
}
