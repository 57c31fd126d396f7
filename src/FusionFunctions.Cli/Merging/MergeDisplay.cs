using System.Collections.Concurrent;
using FusionFunctions.Cli.Display;
using FusionFunctions.Compute;
using Spectre.Console;

namespace FusionFunctions.Cli.Merging;

/// <summary>A bar for the method that is being merged, on the terminal's error stream, so that what is printed can go elsewhere.</summary>
internal sealed class MergeDisplay : IComputeProgress, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, double> _shares = new(StringComparer.Ordinal);
    private readonly DrawnBars _bars;

    // The bars are gone before anything else is printed.
    private MergeDisplay(IAnsiConsole console) => _bars = new(
        console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()),
        context =>
        {
            var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            return () => Update(context, bars);
        });

    /// <returns>Null where nobody watches.</returns>
    public static MergeDisplay? Start()
    {
        if (Console.IsErrorRedirected)
            return null;
        // What would be detected is whether the output is a terminal, where something else may read it.
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes });
        return console.Profile.Capabilities.Ansi ? new(console) : null;
    }

    public void MergeAdvanced(string method, double share) => _shares[method] = share;

    public void ExamplesAnswered(int count)
    {
    }

    public ValueTask DisposeAsync() => _bars.DisposeAsync();

    private void Update(ProgressContext context, Dictionary<string, ProgressTask> bars)
    {
        foreach (var (method, share) in _shares)
        {
            if (!bars.TryGetValue(method, out var bar))
                bars[method] = bar = context.AddTask(Markup.Escape(method), maxValue: 1);
            bar.Value = share;
        }
    }
}
