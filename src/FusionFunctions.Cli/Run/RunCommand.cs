using System.CommandLine;

namespace FusionFunctions.Cli.Run;

/// <summary><c>fusion run EXPERIMENT.yaml</c></summary>
internal static class RunCommand
{
    private static readonly string[] s_fullAnswers = ["full_answers=true"];

    public static Command Create()
    {
        var file = new Argument<string>("EXPERIMENT") { Description = "The experiment file, YAML or JSON." };
        var store = StoreOption.Create("What holds results");
        var queue = QueueOption.Create();
        var limit = CountOption.Create("--limit", "Evaluate only the first N rows of every task.", int.MaxValue);
        var set = new Option<string[]>("--set") { Description = "Override a value of the file, such as methods.task_arithmetic.scaling_factor=0.4; may be repeated.", HelpName = "key=value" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the plan and stop." };
        var workers = CountOption.Create("--workers", "Steps that run side by side (default: one for every core).", 256);
        var compute = new ComputeChoiceOptions();
        var precision = PrecisionOption.Create();
        var fullAnswers = new Option<bool>("--full-answers") { Description = "Keep every row's whole answer beside its scores; the scores are the same." };
        var command = new ResumableCommand("run", "Run an experiment on this machine: merge, evaluate, write the leaderboard. Interrupted or killed, the same command goes on.")
        {
            file, store, queue, limit, set, dryRun, workers, compute.Device, compute.Matrices, precision, fullAnswers,
        };
        command.SetAction((parsed, cancellationToken) => RunAction.RunAsync(
            new(
                parsed.GetValue(file)!,
                parsed.GetValue(store)!,
                parsed.GetValue(limit),
                [.. parsed.GetValue(set) ?? [], .. PrecisionOption.AsOverride(parsed.GetValue(precision)), .. parsed.GetValue(fullAnswers) ? s_fullAnswers : []],
                parsed.GetValue(dryRun),
                parsed.GetValue(queue),
                parsed.GetValue(workers),
                compute.Read(parsed)),
            cancellationToken));
        return command;
    }
}
