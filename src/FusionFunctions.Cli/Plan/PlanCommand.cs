using System.CommandLine;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Plan;

/// <summary><c>fusion plan EXPERIMENT.yaml</c></summary>
internal static class PlanCommand
{
    private const string Text = "text";
    private const string Json = "json";

    /// <summary>As many as <c>maxReplicas</c> of infra/main.bicep says.</summary>
    private const int DefaultReplicas = 4;

    /// <summary>The most that it takes.</summary>
    private const int MostReplicas = 100;

    public static Command Create()
    {
        var file = new Argument<string?>("EXPERIMENT") { Description = "The experiment file, YAML or JSON.", Arity = ArgumentArity.ZeroOrOne };
        var store = StoreOption.Create("What would hold results");
        var limit = CountOption.Create("--limit", "Plan only the first N rows of every task.", int.MaxValue);
        var set = new Option<string[]>("--set") { Description = "Override a value of the file, such as methods.task_arithmetic.scaling_factor=0.4; may be repeated.", HelpName = "key=value" };
        var cost = new Option<bool>("--cost") { Description = "Print what the run consumes on Azure, and what that costs." };
        var device = new Option<string?>("--device") { Description = "What the workers run on: t4, a100 or cpu (default: all three)." };
        device.AcceptOnly("t4", "a100", "cpu");
        var replicas = CountOption.Create("--replicas", $"Workers at most (default: {DefaultReplicas}).", MostReplicas);
        var prices = new Option<string?>("--prices") { Description = "Prices and speeds, YAML (default: the examples of this build).", HelpName = "FILE" };
        var writePrices = new Option<string?>("--write-prices") { Description = "Write those examples to a file, to be edited, and stop.", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => Text };
        format.AcceptOnly(Text, Json);
        var command = new Command("plan", "Print what a run of an experiment will do and, with --cost, what it will consume and cost on Azure. Nothing is done.")
        {
            file, store, limit, set, cost, device, replicas, prices, writePrices, format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == (result.GetValue(writePrices) is null))
                result.AddError("Give an experiment file, or --write-prices FILE.");
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(writePrices) is { } path
            ? WriteAsync(path, cancellationToken)
            : PlanAction.RunAsync(
                new(parsed.GetValue(file)!, parsed.GetValue(store)!, parsed.GetValue(limit), parsed.GetValue(set) ?? [], parsed.GetValue(cost),
                    parsed.GetValue(device), parsed.GetValue(replicas) ?? DefaultReplicas, parsed.GetValue(prices), parsed.GetValue(format) == Json),
                cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
            await file.WriteAsync(PriceTable.DefaultText.AsMemory(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{path}: the price table cannot be written: {e.Message} Give the path of a file that is not there yet.", e);
        }
        Console.WriteLine(path);
        return ExitCode.Done;
    }
}
