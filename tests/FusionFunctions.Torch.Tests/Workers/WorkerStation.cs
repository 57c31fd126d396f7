using FusionFunctions.Compute.Workers;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>One Azurite; every test has a line of its own.</summary>
public sealed class WorkerStation : IAsyncDisposable
{
    private RestartableAzurite? _azurite;

    internal static WorkerOptions Options { get; } = new()
    {
        Lease = TimeSpan.FromSeconds(5),
        MaxDeliveries = 3,
        FirstPause = TimeSpan.FromSeconds(1),
        LongestIdle = TimeSpan.FromMilliseconds(200),
    };

    internal async Task<WorkerLine> NewLineAsync()
    {
        _azurite ??= await RestartableAzurite.StartAsync();
        string name = $"line-{Guid.NewGuid():N}";
        var line = new WorkerLine(
            BlobStores.Open($"{_azurite.Connection};Container={name}"), WorkQueues.Open($"{_azurite.Connection};Queue={name}"),
            WorkQueues.Open($"{_azurite.Connection};Queue={name}-poison"), new(_azurite.Connection, name));
        await line.Store.EnsureWritableAsync(TestContext.Current.CancellationToken);
        await line.Queue.EnsureUsableAsync(TestContext.Current.CancellationToken);
        return line;
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
