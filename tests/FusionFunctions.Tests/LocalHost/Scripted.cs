using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>An orchestrator written in a test.</summary>
internal sealed class Scripted<TInput, TOutput>(Func<IOrchestrationContext, TInput, Task<TOutput>> run) : IOrchestrator<TInput, TOutput>
{
    public Task<TOutput> RunAsync(IOrchestrationContext context, TInput input) => run(context, input);
}

/// <summary>An activity written in a test.</summary>
internal sealed class Work<TInput, TOutput>(Func<TInput, CancellationToken, Task<TOutput>> run) : IActivity<TInput, TOutput>
{
    public Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken) => run(input, cancellationToken);
}
