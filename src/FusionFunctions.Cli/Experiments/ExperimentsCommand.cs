using System.CommandLine;

namespace FusionFunctions.Cli.Experiments;

/// <summary><c>fusion experiments init</c></summary>
internal static class ExperimentsCommand
{
    private const string DefaultFolder = "experiments";

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that receives them.", DefaultValueFactory = _ => DefaultFolder };
        var init = new Command("init", "Write commented experiment files for the tables of FusionBench's Flan-T5 page.") { folder };
        init.SetAction(async (parsed, cancellationToken) =>
        {
            foreach (string path in await PageExperiments.WriteAsync(parsed.GetValue(folder)!, cancellationToken))
                Console.WriteLine(path);
            return ExitCode.Done;
        });
        return new Command("experiments", "Experiment files to start from.") { init };
    }
}
