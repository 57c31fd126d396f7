using System.CommandLine;
using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Bench;

/// <summary><c>fusion bench key=value …</c>, FusionBench's command line.</summary>
internal static class BenchCommand
{
    private const string Job = "job";

    public static Command Create()
    {
        var overrides = new Argument<string[]>("OVERRIDE")
        {
            Description = "In Hydra's grammar: group=choice, key=value, +key=value, ++key=value, ~key.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var multirun = new Option<bool>("--multirun", "-m") { Description = "Values with commas stand for a job each." };
        var config = new Option<string?>("--cfg", "-c") { Description = "Print the composed configuration (job) and stop.", HelpName = Job };
        var folder = new Option<string?>("--config-path", "-cp") { Description = "A folder with groups of your own, such as modelpool/mine.yaml.", HelpName = "DIR" };
        var store = StoreOption.Create("What holds results");
        var queue = QueueOption.Create();
        var workers = CountOption.Create("--workers", "Steps that run side by side (default: one for every core).", 256);
        var compute = new ComputeChoiceOptions();
        var precision = PrecisionOption.Create();
        var command = new ResumableCommand("bench", "Run FusionBench's commands: replace fusion_bench by fusion bench.")
        {
            overrides, multirun, config, folder, store, queue, workers, compute.Device, compute.Matrices, precision,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(config) is { } what && what != Job)
                result.AddError($"--cfg prints '{Job}' only, not '{what}'.");
            if (result.GetValue(folder) is { } path && !Directory.Exists(path))
                result.AddError($"--config-path: there is no folder '{path}'.");
        });
        command.SetAction((parsed, cancellationToken) => BenchAction.RunAsync(
            new(parsed.GetValue(overrides) ?? [], parsed.GetValue(multirun), parsed.GetValue(config) is not null, parsed.GetValue(folder),
                parsed.GetValue(store)!, parsed.GetValue(queue), parsed.GetValue(workers),
                compute.Read(parsed), PrecisionOption.Find(parsed.GetValue(precision))),
            cancellationToken));
        return command;
    }
}
