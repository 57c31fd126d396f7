using System.CommandLine;
using FusionFunctions.Samples;

namespace FusionFunctions.Cli.Samples;

/// <summary><c>fusion samples build</c></summary>
internal static class SamplesCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "The folder to write.", DefaultValueFactory = _ => "samples/mini-glue" };
        var adapters = new Option<bool>("--adapters-only") { Description = "Keep the data and the models; train the adapters on them again." };
        var build = new Command("build", "Write the sample data sets, train the vocabulary and the sample family of checkpoints from seeds.") { output, adapters };
        build.SetAction(async (parsed, cancellationToken) =>
        {
            Func<string, IProgress<string>, CancellationToken, Task> make = parsed.GetValue(adapters) ? SampleBuilder.BuildAdaptersAsync : SampleBuilder.BuildAsync;
            await make(parsed.GetValue(output)!, new ConsoleLines(), cancellationToken);
            return ExitCode.Done;
        });
        return new Command("samples", "The sample family of checkpoints.") { build };
    }

    private sealed class ConsoleLines : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
