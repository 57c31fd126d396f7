using System.Collections.Concurrent;
using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Generation;

/// <summary>
/// Greedy decoding with a key/value cache, as Hugging Face's generate does it without sampling or beams: the start token,
/// then the likeliest token each step, until the end token or the length limit.
/// </summary>
internal sealed class GreedyDecoder(T5Model model, PositionBiases biases, Workspaces workspaces, GenerationOptions options)
{
    private readonly BatchShape _shape = options.Shape ?? BatchShape.For(model.Device);

    private static readonly IEqualityComparer<int[]> s_sameIds =
        EqualityComparer<int[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), ids => ids.Aggregate(17, HashCode.Combine));

    /// <param name="inputIds">One row an input.</param>
    /// <param name="progress">Told the number of rows of each finished batch, from any lane.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>For each row the start token and what follows, up to and with the end token where one came.</returns>
    public IReadOnlyList<int[]> Generate(IReadOnlyList<int[]> inputIds, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        // Equal inputs have equal answers.
        int[][] rows = [.. inputIds.Select(ids => PackedRows.Trim(ids, model.Config.PadTokenId))];
        var groups = Enumerable.Range(0, rows.Length).GroupBy(row => rows[row], s_sameIds).Select(group => group.ToArray()).ToList();
        int[][] inputs = [.. groups.Select(group => rows[group[0]])];
        var results = new int[rows.Length][];
        // The longest first, so that no lane is left with the largest batch at the end.
        var batches = new ConcurrentQueue<int[]>(
            _shape.Batches([.. inputs.Select(ids => ids.Length)], (int)Math.Min(Math.Max(1, options.BatchTokens / options.Lanes), TokensWithin(_shape.CrossBytes)), options.Lanes).Reverse());
        if (options.Lanes == 1)
            RunLane();
        else
            RunLanes(RunLane);
        return results;

        void RunLane()
        {
            using var mode = inference_mode();
            var workspace = workspaces.Take();
            try
            {
                while (batches.TryDequeue(out int[]? batch))
                {
                    using var scope = NewDisposeScope();
                    var answers = Answer([.. batch.Select(row => inputs[row])], workspace, cancellationToken);
                    foreach (var (row, answer) in batch.Zip(answers))
                        foreach (int same in groups[row])
                            results[same] = [.. answer];
                    progress?.Report(batch.Sum(row => groups[row].Length));
                }
            }
            finally
            {
                workspaces.GiveBack(workspace);
            }
        }
    }

    private long TokensWithin(long crossBytes) =>
        Math.Max(1, crossBytes / (model.Decoder.Layers * 2L * model.Config.InnerSize * (model.ElementType == ScalarType.Float32 ? sizeof(float) : sizeof(short))));

    // On new threads: a thread that computed before keeps the number of helpers that it had then.
    private void RunLanes(Action lane) =>
        Task.WhenAll(Enumerable.Range(0, options.Lanes).Select(_ => Task.Factory.StartNew(
            lane, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();

    private List<int>[] Answer(int[][] inputs, Workspace workspace, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int steps = options.MaxLength - 1;
        var answers = inputs.Select(_ => new List<int> { model.Config.DecoderStartTokenId }).ToArray();
        var batch = new DecodingBatch(model, biases, workspace, inputs, steps, _shape);
        int[] open = [.. Enumerable.Range(0, inputs.Length)];
        for (int step = 0; step < steps && open.Length > 0; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] next = batch.Step([.. open.Select(row => answers[row][^1])]);
            for (int i = 0; i < open.Length; i++)
                answers[open[i]].Add(next[i]);
            int[] places = [.. Enumerable.Range(0, open.Length).Where(i => IsOpen(answers[open[i]]))];
            if (places.Length == open.Length)
                continue;
            open = [.. places.Select(place => open[place])];
            if (open.Length > 0)
                batch.Keep(open, places);
        }
        return answers;
    }

    private bool IsOpen(List<int> answer) => answer[^1] != model.Config.EosTokenId && options.Abandon?.Invoke(answer) != true;
}
