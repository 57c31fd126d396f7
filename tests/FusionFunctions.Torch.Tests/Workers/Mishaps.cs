namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>What happens to workers and storage, in an order that a seed decides; moments are random, as in life.</summary>
internal static class Mishaps
{
    public static async Task CauseAsync(WorkerBench bench, int seed, CancellationToken done)
    {
        var random = new Random(seed);
        try
        {
            await bench.Workers[0].LoggedAsync("Working on").WaitAsync(done);
            for (int i = 0; i < 3; i++)
            {
                await Task.Delay(random.Next(500, 4000), done);
                bench.Workers[^(1 + random.Next(3))].Kill();
                bench.StartWorker();
            }
            var hanging = bench.Workers[^1];
            await hanging.LoggedAsync("delivery").WaitAsync(done);
            hanging.Hang();
            await bench.Azurite.GoAwayAsync();
            await Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None);
            await bench.Azurite.ComeBackAsync();
            hanging.GoOn();
            bench.StartWorker();
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The run was faster.
        }
    }
}
