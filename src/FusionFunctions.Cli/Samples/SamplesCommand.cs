using System.CommandLine;
using FusionFunctions.Samples;

namespace FusionFunctions.Cli.Samples;

/// <summary><c>fusion samples build</c></summary>
internal static class SamplesCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "The folder to write.", DefaultValueFactory = _ => "samples/mini-glue" };
        var build = new Command("build", "Write the sample data sets, train the vocabulary and the sample family of checkpoints from seeds.") { output };
        build.SetAction(async (parsed, cancellationToken) =>
        {
            await SampleBuilder.BuildAsync(parsed.GetValue(output)!, new ConsoleLines(), cancellationToken);
            return ExitCode.Done;
        });
        return new Command("samples", "The sample family of checkpoints.") { build };
    }

    private sealed class ConsoleLines : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
