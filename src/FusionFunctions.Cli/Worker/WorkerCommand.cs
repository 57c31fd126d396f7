using System.CommandLine;
using FusionFunctions.Compute.Workers;

namespace FusionFunctions.Cli.Worker;

/// <summary><c>fusion worker --store … --queue …</c></summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var store = new Option<string?>("--store") { Description = "The store of the runs, as they name it (default: FUSION_STORE)." };
        var queue = new Option<string?>("--queue") { Description = "The queue that the runs send requests to (default: FUSION_QUEUE)." };
        var device = DeviceOption.Create("Where models run (default: FUSION_DEVICE, or auto).");
        var matrices = MatricesOption.Create("FUSION_MATRICES, or libtorch on a GPU alone");
        var health = new Option<string?>("--health")
        {
            Description = "Serve /healthz and /metrics at this port of loopback, or at ADDRESS:PORT (default: FUSION_HEALTH, or not at all).",
        };
        var command = new ResumableCommand("worker", "Merge and evaluate for runs that send their requests to a queue, until it is stopped.")
        {
            store, queue, device, matrices, health,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = WorkerSettings.FromEnvironment(parsed.GetValue(store), parsed.GetValue(queue));
            if (parsed.GetValue(device) is { } chosen)
                settings = settings with { Device = chosen };
            if (MatricesOption.Find(parsed.GetValue(matrices)) is { } library)
                settings = settings with { Matrices = library };
            if (parsed.GetValue(health) is { } address)
                settings = settings with { Health = WorkerSettings.Endpoint(address) };
            await WorkerHost.RunAsync(settings, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
