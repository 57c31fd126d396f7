using FusionFunctions.Compute;
using FusionFunctions.Compute.Workers;
using FusionFunctions.Pipeline;

using var interruption = new Interruption();
try
{
    await WorkerHost.RunAsync(WorkerSettings.FromEnvironment(), interruption.Token);
    return 0;
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return 0;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return BadInput.Is(e) ? 2 : 1;
}
