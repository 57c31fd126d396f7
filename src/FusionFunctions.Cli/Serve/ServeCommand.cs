using System.CommandLine;
using System.Net;
using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Serve;

/// <summary><c>fusion serve</c></summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var store = StoreOption.Create("What holds results and the watched folder experiments/");
        var queue = QueueOption.Create();
        var listen = new Option<string>("--listen") { Description = "ADDRESS:PORT.", DefaultValueFactory = _ => "127.0.0.1:7071" };
        var folder = new Option<string?>("--folder")
        {
            Description = "Let posted experiments name local paths, relative ones from this folder. "
                + "Callers can then read what you can read.",
        };
        var compute = new ComputeChoiceOptions();
        var command = new ResumableCommand("serve", "Serve the HTTP API and run what is put into the store's experiments/, until it is stopped.")
        {
            store, queue, listen, folder, compute.Device, compute.Matrices,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(listen) is { } text && !(IPEndPoint.TryParse(text, out _) && text.Contains(':', StringComparison.Ordinal)))
                result.AddError("--listen must be ADDRESS:PORT, such as 127.0.0.1:7071.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = IPEndPoint.Parse(parsed.GetValue(listen)!);
            await ServeAction.RunAsync(
                new(parsed.GetValue(store)!, parsed.GetValue(queue), address, parsed.GetValue(folder), compute.Read(parsed)), cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
