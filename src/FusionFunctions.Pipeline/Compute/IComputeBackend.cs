namespace FusionFunctions.Pipeline.Compute;

/// <summary>Where merge and evaluation requests are carried out: in this process, or by machines behind a queue.</summary>
public interface IComputeBackend
{
    /// <summary>Accepts a request; a backend in this process carries it out at once. The same request twice is the same work.</summary>
    Task<ComputeTicket> SubmitAsync(ComputeRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for a request that was accepted. A run that has its answer, or asks for the last time, wants it no longer.</summary>
    Task<ComputeTicket> PollAsync(PollComputeInput input, CancellationToken cancellationToken);
}
