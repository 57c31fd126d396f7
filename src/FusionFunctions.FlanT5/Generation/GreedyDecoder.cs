using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Generation;

/// <summary>
/// Greedy decoding with a key/value cache, as Hugging Face's generate does it without sampling or beams: the start token,
/// then the likeliest token each step, until the end token or the length limit.
/// </summary>
internal sealed class GreedyDecoder(T5Model model, GenerationOptions options)
{
    /// <param name="inputIds">One row an input, without padding.</param>
    /// <param name="progress">Told the number of rows of each finished batch.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>For each row the start token and what follows, up to and with the end token where one came.</returns>
    public IReadOnlyList<int[]> Generate(IReadOnlyList<int[]> inputIds, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var results = new int[inputIds.Count][];
        foreach (int[] rows in LengthBatches.Of([.. inputIds.Select(ids => ids.Length)], options.BatchTokens))
        {
            using var mode = inference_mode();
            using var scope = NewDisposeScope();
            var generated = GenerateBatch([.. rows.Select(row => inputIds[row])], cancellationToken);
            for (int i = 0; i < rows.Length; i++)
                results[rows[i]] = generated[i];
            progress?.Report(rows.Length);
        }
        return results;
    }

    private int[][] GenerateBatch(int[][] inputs, CancellationToken cancellationToken)
    {
        var ids = Pad(inputs);
        var mask = model.PaddingMask(ids);
        var cross = model.Decoder.CrossKeysAndValues(model.Encode(ids, mask));
        var bias = model.Decoder.PositionBias(Math.Max(1, options.MaxLength - 1));
        var outputs = inputs.Select(_ => new List<int> { model.Config.DecoderStartTokenId }).ToArray();
        AttentionCache[] caches = [.. Enumerable.Range(0, model.Decoder.Layers).Select(_ => new AttentionCache())];
        try
        {
            for (int step = 0; step < options.MaxLength - 1 && outputs.Any(IsOpen); step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step(outputs, step, bias, cross, mask, caches);
            }
        }
        finally
        {
            foreach (var cache in caches)
                cache.Dispose();
        }
        return [.. outputs.Select(output => output.ToArray())];
    }

    private void Step(List<int>[] outputs, int step, Tensor bias, (Tensor Keys, Tensor Values)[] cross, Tensor mask, AttentionCache[] caches)
    {
        using var scope = NewDisposeScope();
        // A finished row is fed padding; nothing of it is looked at any more.
        long[] newest = [.. outputs.Select(output => (long)(IsOpen(output) ? output[^1] : model.Config.PadTokenId))];
        var hidden = model.Embed(tensor(newest).unsqueeze(1).to(mask.device));
        var rowBias = bias.slice(2, step, step + 1, 1).slice(3, 0, step + 1, 1);
        var decoded = model.Decoder.Forward(hidden, rowBias, cross, mask, caches);
        using var chosen = model.Logits(decoded.select(1, 0)).argmax(-1).cpu();
        var next = chosen.data<long>();
        for (int i = 0; i < outputs.Length; i++)
            if (IsOpen(outputs[i]))
                outputs[i].Add((int)next[i]);
    }

    private bool IsOpen(List<int> output) => output.Count == 1 || output[^1] != model.Config.EosTokenId;

    private Tensor Pad(int[][] inputs)
    {
        int length = inputs.Max(input => input.Length);
        long[] padded = new long[inputs.Length * length];
        Array.Fill(padded, model.Config.PadTokenId);
        for (int row = 0; row < inputs.Length; row++)
            for (int i = 0; i < inputs[row].Length; i++)
                padded[row * length + i] = inputs[row][i];
        return tensor(padded).reshape(inputs.Length, length).to(model.Device);
    }
}
