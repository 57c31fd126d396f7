using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>The model as evaluation scripts commonly drive it: batches of rows as they come, padded, with a key/value cache.</summary>
/// <param name="model">Its weights.</param>
/// <param name="batchRows">Rows in a batch.</param>
/// <param name="padTo">Every row is padded to so many tokens; null for the longest of its batch.</param>
/// <param name="newTokens">Tokens that each row gets.</param>
internal sealed class PaddedScript(T5Model model, int batchRows, int? padTo, int newTokens)
{
    public void Run(int[][] prompts)
    {
        foreach (int[][] batch in prompts.Chunk(batchRows))
        {
            using var mode = inference_mode();
            using var scope = NewDisposeScope();
            RunBatch(batch);
        }
    }

    private void RunBatch(int[][] batch)
    {
        var ids = Pad(batch);
        var mask = model.PaddingMask(ids);
        var cross = model.Decoder.CrossKeysAndValues(model.Encode(ids, mask));
        var bias = model.Decoder.PositionBias(newTokens);
        AttentionCache[] caches = [.. Enumerable.Range(0, model.Decoder.Layers).Select(_ => new AttentionCache())];
        var newest = full(batch.Length, 1, (long)model.Config.DecoderStartTokenId, dtype: ScalarType.Int64);
        for (int step = 0; step < newTokens; step++)
        {
            var rowBias = bias.slice(2, step, step + 1, 1).slice(3, 0, step + 1, 1);
            var decoded = model.Decoder.Forward(model.Embed(newest), rowBias, cross, mask, caches);
            newest = model.Logits(decoded.select(1, 0)).argmax(-1).unsqueeze(1);
        }
        foreach (var cache in caches)
            cache.Dispose();
    }

    private Tensor Pad(int[][] batch)
    {
        int length = padTo ?? batch.Max(row => row.Length);
        long[] padded = new long[batch.Length * length];
        Array.Fill(padded, model.Config.PadTokenId);
        for (int row = 0; row < batch.Length; row++)
            for (int i = 0; i < batch[row].Length; i++)
                padded[(row * length) + i] = batch[row][i];
        return tensor(padded).reshape(batch.Length, length);
    }
}
