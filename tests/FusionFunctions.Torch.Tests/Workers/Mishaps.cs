namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>What happens to workers and storage, at moments that a seed decides as far as it can.</summary>
internal static class Mishaps
{
    /// <returns>What happened before the run was done.</returns>
    public static async Task<IReadOnlyList<string>> CauseAsync(WorkerBench bench, int seed, CancellationToken done)
    {
        var random = new Random(seed);
        var happened = new List<string>();
        try
        {
            // Alone until it hangs, and then it holds a request beyond its lease: the run cannot end before the rest has happened.
            var hanging = bench.Workers[0];
            await HangInMidWorkAsync(hanging, done);
            happened.Add("hung");
            for (int i = 0; i < 2; i++)
                bench.StartWorker();
            for (int i = 0; i < 3; i++)
            {
                await Task.Delay(random.Next(100, 1200), done);
                bench.Workers[^(1 + random.Next(2))].Kill();
                bench.StartWorker();
                happened.Add("killed");
            }
            await bench.Azurite.GoAwayAsync();
            await Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None);
            await bench.Azurite.ComeBackAsync();
            happened.Add("storage away");
            hanging.GoOn();
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The run was faster.
        }
        return happened;
    }

    private static async Task HangInMidWorkAsync(LoggedProcess worker, CancellationToken done)
    {
        while (true)
        {
            worker.Hang();
            await Task.Delay(100, done);
            if (worker.Log.LastOrDefault(line => line.Length > 0)?.Contains(", delivery ", StringComparison.Ordinal) == true)
                return;
            worker.GoOn();
            await Task.Delay(20, done);
        }
    }
}
