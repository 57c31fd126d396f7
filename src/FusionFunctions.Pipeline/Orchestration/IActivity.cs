namespace FusionFunctions.Pipeline.Orchestration;

/// <summary>
/// One step that touches the world. Runs at least once: it creates its output conditionally and returns at once where it exists.
/// Input and output are small JSON: references and numbers, never tensors or data sets.
/// </summary>
public interface IActivity<TInput, TOutput>
{
    Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken);
}
