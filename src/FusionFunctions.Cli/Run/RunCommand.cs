using System.CommandLine;

namespace FusionFunctions.Cli.Run;

/// <summary><c>fusion run EXPERIMENT.yaml</c></summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("EXPERIMENT") { Description = "The experiment file, YAML or JSON." };
        var store = new Option<string>("--store") { Description = "The directory that holds results and the journal.", DefaultValueFactory = _ => ".fusion" };
        var limit = new Option<int?>("--limit") { Description = "Evaluate only the first N rows of every task.", HelpName = "N" };
        var set = new Option<string[]>("--set") { Description = "Override a value of the file, such as methods.task_arithmetic.scaling_factor=0.4; may be repeated.", HelpName = "key=value" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the plan and stop." };
        var workers = new Option<int?>("--workers") { Description = "Steps that run side by side (default: one for every core).", HelpName = "N" };
        var command = new Command("run", "Run an experiment on this machine: merge, evaluate, write the leaderboard. Interrupted or killed, the same command goes on.")
        {
            file, store, limit, set, dryRun, workers,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(limit) is { Errors: { } } given && !given.Errors.Any() && given.GetValueOrDefault<int?>() < 1)
                result.AddError("--limit must be at least 1.");
            if (result.GetResult(workers) is { Errors: { } } count && !count.Errors.Any() && count.GetValueOrDefault<int?>() is < 1 or > 256)
                result.AddError("--workers must be from 1 to 256.");
        });
        command.SetAction((parsed, cancellationToken) => RunAction.RunAsync(
            new(parsed.GetValue(file)!, parsed.GetValue(store)!, parsed.GetValue(limit), parsed.GetValue(set) ?? [], parsed.GetValue(dryRun), parsed.GetValue(workers)),
            cancellationToken));
        return command;
    }
}
