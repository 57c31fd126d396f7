using FusionFunctions.Costs.Calls;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>How long a replica works on a request, and what it reads and writes for it.</summary>
internal sealed class RequestWork(ExperimentSizes sizes, DeviceProfile device, Deployment deployment)
{
    /// <summary>A worker renews its message three times in each lease of 60 s.</summary>
    private const double RenewalSeconds = 20;

    public TimeSpan Do(ComputeRequest request, RehearsedReplica replica, WorkerTally tally)
    {
        double seconds = request.Evaluate is { } evaluate ? Evaluate(evaluate, replica, tally) : Merge(request.Merge!, replica, tally);
        long renewals = (long)(seconds / RenewalSeconds);
        tally.Requests++;
        tally.Renewals += renewals;
        tally.Calls += WorkerCalls.Request + WorkerCalls.Renewal * renewals;
        return TimeSpan.FromSeconds(seconds);
    }

    private double Evaluate(EvaluateCommand command, RehearsedReplica replica, WorkerTally tally)
    {
        var size = sizes.Of(command.Model.Name);
        double loading = replica.Loaded == command.Model.Digest ? 0 : Load(command.Model, size, replica, tally);
        double answering = command.Rows / device.PromptsPerSecond * size.Parameters / KnownSizes.FlanT5Base.Parameters;
        tally.LoadingSeconds += loading;
        tally.EvaluatingSeconds += answering;
        tally.Calls += WorkerCalls.Shard;
        return loading + answering;
    }

    private double Load(ModelReference model, ModelSize size, RehearsedReplica replica, WorkerTally tally)
    {
        replica.Loaded = model.Digest;
        Open(model, replica, tally);
        return size.Bytes / deployment.LoadBytesPerSecond;
    }

    // TIES and its kin read their inputs twice, the others once: twice is the most.
    private double Merge(MergeCommand command, RehearsedReplica replica, WorkerTally tally)
    {
        foreach (var model in command.Pool)
            Open(model, replica, tally);
        long written = sizes.Merged.Bytes * command.Variants.Count;
        double seconds = (2 * sizes.PoolBytes + written) / deployment.MergeBytesPerSecond;
        tally.MergingSeconds += seconds;
        tally.Calls += WorkerCalls.Variant(sizes.Merged.Bytes, command.Pool[0].Checkpoint.Folder.Container is null) * command.Variants.Count;
        return seconds;
    }

    private void Open(ModelReference model, RehearsedReplica replica, WorkerTally tally)
    {
        Open(model.Checkpoint, sizes.Of(model.Name).FileBytes, replica, tally);
        if (model.Adapter is { } adapter)
            Open(adapter, sizes.Of(model.Name).AdapterBytes, replica, tally);
    }

    private static void Open(FetchedCheckpoint checkpoint, long bytes, RehearsedReplica replica, WorkerTally tally)
    {
        // A user's own folder is read where it is.
        if (checkpoint.Folder.Container is not null)
            return;
        bool isNew = replica.Downloaded.Add(checkpoint.Folder.Path);
        tally.Calls += WorkerCalls.Open(isNew ? bytes : 0);
        tally.DownloadedBytes += isNew ? bytes : 0;
    }
}
