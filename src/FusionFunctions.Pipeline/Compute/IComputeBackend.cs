using FusionFunctions.Pipeline.Checkpoints;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Where merge and evaluation requests are carried out: in this process, or by machines behind a queue.</summary>
public interface IComputeBackend
{
    /// <summary>Accepts a request; a backend in this process carries it out at once. The same request twice is the same work.</summary>
    Task<ComputeTicket> SubmitAsync(ComputeRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Refuses, before anything is merged and without reading weights, a model whose like could not be evaluated. A backend whose machines are elsewhere leaves it to
    /// them: what opens models is not here.
    /// </summary>
    Task RequireEvaluableAsync(OpenModel model, FetchedTokenizer tokenizer, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks for a request that was accepted. A run that has its answer, or asks for the last time, wants it no longer.</summary>
    Task<ComputeTicket> PollAsync(PollComputeInput input, CancellationToken cancellationToken);
}
