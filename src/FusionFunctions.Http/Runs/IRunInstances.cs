namespace FusionFunctions.Http.Runs;

/// <summary>The instances of a task hub: runs, and the sub-orchestrations that <see cref="RunTermination"/> ends with them.</summary>
public interface IRunInstances
{
    /// <summary>Asks the instance to end; one that has ended is left alone.</summary>
    Task TerminateAsync(string id, CancellationToken cancellationToken);

    Task WaitForEndAsync(string id, CancellationToken cancellationToken);

    /// <summary>The ids that begin with the prefix, of instances that wait or go on.</summary>
    IAsyncEnumerable<string> ListUnfinishedAsync(string prefix, CancellationToken cancellationToken);
}
