namespace FusionFunctions.Pipeline.Orchestration;

/// <summary>Deterministic code that calls activities. Stateless: one object serves every instance.</summary>
public interface IOrchestrator<TInput, TOutput>
{
    Task<TOutput> RunAsync(IOrchestrationContext context, TInput input);
}
