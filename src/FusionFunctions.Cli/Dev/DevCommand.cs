using System.CommandLine;
using System.Net;
using FusionFunctions.Compute.Devices;

namespace FusionFunctions.Cli.Dev;

/// <summary><c>fusion dev</c></summary>
internal static class DevCommand
{
    private const int MaxWorkers = 16;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder that keeps blobs and queues.", DefaultValueFactory = _ => Path.Join(StoreOption.DefaultFolder, "dev") };
        var port = Port("--port", 7071, "Where the HTTP routes are served, on loopback.");
        var blobs = Port("--blob-port", AzuritePorts.Usual.Blob, "Azurite's port for blobs.");
        var queues = Port("--queue-port", AzuritePorts.Usual.Queue, "Azurite's port for queues.");
        var tables = Port("--table-port", AzuritePorts.Usual.Table, "Azurite's port for tables.");
        var workers = CountOption.Create("--workers", "How many workers merge and evaluate (default: 1, which uses all cores).", MaxWorkers);
        var device = DeviceOption.Create("Where models run (default: auto, a GPU where there is one).");
        var orchestrator = new Option<string>("--orchestrator")
        {
            Description = "What orchestrates: the Functions app under Core Tools, or the embedded host. auto takes the app where both are found.",
            DefaultValueFactory = _ => Orchestrators.Auto,
        };
        orchestrator.AcceptOnly(Orchestrators.Auto, Orchestrators.Embedded, Orchestrators.Functions);
        var app = new Option<string>("--app") { Description = "The Functions app's source.", DefaultValueFactory = _ => Path.Join("src", "FusionFunctions.App") };
        var command = new ResumableCommand("dev", "Run the whole pipeline here as in the cloud: Azurite, workers and an orchestrator, until Ctrl-C.")
        {
            data, port, blobs, queues, tables, workers, device, orchestrator, app,
        };
        command.SetAction((parsed, cancellationToken) => DevAction.RunAsync(
            new(
                parsed.GetValue(data)!,
                new(IPAddress.Loopback, parsed.GetValue(port)),
                new(parsed.GetValue(blobs), parsed.GetValue(queues), parsed.GetValue(tables)),
                parsed.GetValue(workers) ?? 1,
                parsed.GetValue(device) ?? ComputeDevice.Auto,
                parsed.GetValue(orchestrator)!,
                parsed.GetValue(app)!),
            cancellationToken));
        return command;
    }

    private static Option<int> Port(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "PORT", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(ushort.TryParse(result.Tokens[0].Value, out ushort port) && port > 0))
                result.AddError($"{name} must be a port from 1 to {ushort.MaxValue}.");
        });
        return option;
    }
}
