using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using FusionFunctions.Cli.Bench;
using FusionFunctions.Cli.Cache;
using FusionFunctions.Cli.Catalog;
using FusionFunctions.Cli.Dev;
using FusionFunctions.Cli.Experiments;
using FusionFunctions.Cli.Extraction;
using FusionFunctions.Cli.Inspect;
using FusionFunctions.Cli.Merging;
using FusionFunctions.Cli.Methods;
using FusionFunctions.Cli.Plan;
using FusionFunctions.Cli.Remote;
using FusionFunctions.Cli.Run;
using FusionFunctions.Cli.Samples;
using FusionFunctions.Cli.Serve;
using FusionFunctions.Cli.Supervise;
using FusionFunctions.Cli.Tables;
using FusionFunctions.Cli.Worker;
using FusionFunctions.Compute;

namespace FusionFunctions.Cli;

/// <summary>The command line as a whole: which commands there are, and how anything that goes wrong ends.</summary>
internal static class FusionCommandLine
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Merge fine-tuned Flan-T5 checkpoints and see what each merge costs on every task.")
        {
            RunCommand.Create(),
            PlanCommand.Create(),
            BenchCommand.Create(),
            ExperimentsCommand.Create(),
            TableCommand.Create(),
            LeaderboardCommand.Create(),
            MergeVerb.Create(),
            ExtractLoraCommand.Create(),
            InspectCommand.Create(),
            CatalogCommand.Create(),
            MethodsCommand.Create(),
            CacheCommand.Create(),
            SamplesCommand.Create(),
            ServeCommand.Create(),
            WorkerCommand.Create(),
            DevCommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            WatchCommand.Create(),
            CancelCommand.Create(),
            SuperviseCommand.Create(),
        };
        RootHelp.Of(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Failure.Print(error.Message);
            await Console.Error.WriteLineAsync($"Try '{PathOf(parsed.CommandResult)} --help'.");
            return ExitCode.BadInput;
        }
        var interruption = new Interruption();
        int exitCode;
        using (interruption)
            exitCode = await RunAsync(parsed, interruption.Token);
        // A shell's loop stops only for a command that the signal itself has ended.
        if (exitCode == ExitCode.Interrupted && interruption.Signal == PosixSignal.SIGINT)
            Posix.EndByInterrupt();
        return exitCode;
    }

    private static string PathOf(CommandResult command) =>
        command.Command is RootCommand || command.Parent is not CommandResult parent ? "fusion" : $"{PathOf(parent)} {command.Command.Name}";

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken interrupted)
    {
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupted);
        }
        catch (Exception error)
        {
            return Failure.Report(error, parsed.CommandResult.Command is ResumableCommand, interrupted);
        }
    }
}
