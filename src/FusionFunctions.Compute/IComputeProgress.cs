namespace FusionFunctions.Compute;

/// <summary>Told while work goes on, from any thread.</summary>
public interface IComputeProgress
{
    /// <summary>So many examples more have been answered.</summary>
    void ExamplesAnswered(int count);

    /// <summary>A merge has done so much of its work.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="share">From 0 to 1.</param>
    void MergeAdvanced(string method, double share);
}
