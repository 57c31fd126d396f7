using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FusionFunctions.App.Durable;

/// <summary>Runs as orchestrations of the task hub; a run's name is its instance id.</summary>
internal sealed class DurableRuns(DurableTaskClient client, IBlobStore store) : IExperimentRuns, IRunInstances
{
    public async Task<JsonObject?> StartAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        try
        {
            if (await GoesOnAsync(run.Name, cancellationToken))
                return Management(run.Name);
            await new ComputeWishes(store).StartAsync(run.Name, cancellationToken);
            await client.ScheduleNewOrchestrationInstanceAsync(StepNames.RunExperiment, run, new StartOrchestrationOptions(run.Name), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Another caller may have begun the same run in between.
            if (!await GoesOnAsync(run.Name, cancellationToken))
                throw;
        }
        return Management(run.Name);
    }

    public async Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var runs = new List<RunInfo>();
        // A hub holds many more steps than runs; what they took and gave need not be fetched.
        await foreach (var instance in client.GetAllInstancesAsync(new OrchestrationQuery()).WithCancellation(cancellationToken))
            if (instance.Name == StepNames.RunExperiment && await FindAsync(instance.InstanceId, cancellationToken) is { } run)
                runs.Add(run);
        return [.. runs.OrderBy(run => run.Id, StringComparer.Ordinal)];
    }

    public async Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) is { Name: StepNames.RunExperiment } instance
            ? InfoOf(instance) : null;

    public Task StopAsync(string id, CancellationToken cancellationToken) =>
        new RunTermination(this, new ComputeWishes(store), TimeProvider.System).StopAsync(id, cancellationToken);

    public Task WaitForEndAsync(string id, CancellationToken cancellationToken) => client.WaitForInstanceCompletionAsync(id, cancellationToken);

    public IAsyncEnumerable<string> ListUnfinishedAsync(string prefix, CancellationToken cancellationToken) =>
        client.GetAllInstancesAsync(new OrchestrationQuery(
            Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running], InstanceIdPrefix: prefix)).Select(instance => instance.InstanceId);

    public async Task TerminateAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.TerminateInstanceAsync(id, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The host refuses to end what has just ended by itself.
            if (await client.GetInstanceAsync(id, cancellationToken) is { IsCompleted: false })
                throw;
        }
    }

    private JsonObject? Management(string id) => JsonSerializer.SerializeToNode(client.CreateHttpManagementPayload(id), JsonSerializerOptions.Web)?.AsObject();

    private async Task<bool> GoesOnAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { HasEnded: false };

    private static RunInfo InfoOf(OrchestrationMetadata instance) => new(
        instance.InstanceId,
        instance.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Completed => RunPhase.Completed,
            OrchestrationRuntimeStatus.Failed => RunPhase.Failed,
            OrchestrationRuntimeStatus.Terminated => RunPhase.Terminated,
            OrchestrationRuntimeStatus.Pending => RunPhase.Pending,
            _ => RunPhase.Running,
        },
        instance.ReadCustomStatusAs<RunStatus>(),
        instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? instance.ReadOutputAs<RunResult>() : null,
        // The hub keeps a failure's details in its history alone.
        instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed ? RunError.MessageOf(instance.SerializedOutput) : null,
        instance.IsCompleted ? instance.LastUpdatedAt : null);
}
