using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>Rows of the eight tasks, the same ones for the same seed, on any machine and runtime.</summary>
public static class SampleRows
{
    // Of the rows that show all of a task.
    private const int PlainPercent = 30;

    /// <summary>Rows of a task that differ from each other.</summary>
    /// <param name="task">One of <see cref="GlueTasks.All"/>.</param>
    /// <param name="breadth">How much of the task they show.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="except">Prompts that none of them may have.</param>
    public static IReadOnlyList<SampleRow> Make(GlueTask task, Breadth breadth, ulong seed, int count, IReadOnlySet<string>? except = null)
    {
        var random = new Pcg32(seed, (ulong)GlueTasks.All.TakeWhile(other => other != task).Count());
        var maker = Maker(task);
        var rows = new List<SampleRow>(count);
        var prompts = new HashSet<string>(except ?? new HashSet<string>(), StringComparer.Ordinal);
        while (rows.Count < count)
            if (maker(random, OneOf(breadth, random)) is var row && prompts.Add(Prompt(task, row)))
                rows.Add(row);
        return rows;
    }

    public static string Prompt(GlueTask task, SampleRow row) => task.Template.Fill(row.Field);

    /// <summary>What a model should answer.</summary>
    public static string Target(GlueTask task, SampleRow row) =>
        task.IsRegression ? SimilarityLabel.Format(row.Label / 10f) : task.Labels[row.Label];

    private static Breadth OneOf(Breadth breadth, Pcg32 random) => breadth != Breadth.Full
        ? breadth
        : random.Chance(PlainPercent) ? Breadth.Plain : Breadth.Hard;

    private static Func<Pcg32, Breadth, SampleRow> Maker(GlueTask task) => task.Name switch
    {
        "cola" => ColaRows.Make,
        "mnli" => MnliRows.Make,
        "mrpc" => MrpcRows.Make,
        "qnli" => QnliRows.Make,
        "qqp" => QqpRows.Make,
        "rte" => RteRows.Make,
        "sst2" => Sst2Rows.Make,
        "stsb" => StsbRows.Make,
        _ => throw new ArgumentException($"No sample rows are known for '{task.Name}'.", nameof(task)),
    };
}
