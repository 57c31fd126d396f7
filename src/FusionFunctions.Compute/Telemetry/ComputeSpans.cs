using System.Diagnostics;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Compute.Telemetry;

/// <summary>The spans of merging and evaluating; each begins as the current one, and is null where nobody traces.</summary>
internal static class ComputeSpans
{
    private static readonly ActivitySource s_source = new("FusionFunctions.Compute");

    public static Activity? Merge(MergeCommand command) => s_source.StartActivity("merge")?
        .SetTag("fusion.method", command.Method)
        .SetTag("fusion.variants", command.Variants.Count)
        .SetTag("fusion.models", command.Pool.Count);

    public static Activity? Evaluate(EvaluateCommand command) => s_source.StartActivity("evaluate")?
        .SetTag("fusion.model", command.Model.Name)
        .SetTag("fusion.model.digest", command.Model.Digest)
        .SetTag("fusion.task", command.Dataset.Task)
        .SetTag("fusion.first_row", command.FirstRow)
        .SetTag("fusion.rows", command.Rows);

    public static Activity? LoadModel(ModelReference model) => s_source.StartActivity("load model")?
        .SetTag("fusion.model", model.Name)
        .SetTag("fusion.model.digest", model.Digest);

    public static Activity? LoadDataset(FetchedDataset dataset) => s_source.StartActivity("load dataset")?
        .SetTag("fusion.task", dataset.Task)
        .SetTag("fusion.rows", dataset.Rows);

    public static Activity? LoadTokenizer() => s_source.StartActivity("load tokenizer");

    /// <summary>Of a blob into this machine's cache.</summary>
    public static Activity? Download(string path, long bytes) => s_source.StartActivity("download blob")?
        .SetTag("fusion.blob.path", path)
        .SetTag("fusion.blob.size", bytes);

    /// <summary>Ends the span with what the command came to.</summary>
    public static void Complete(this Activity? span, ComputeOutcome outcome) =>
        span?.SetTag("fusion.done", outcome.Done).SetTag("fusion.reused", outcome.Reused);
}
