using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.Torch.Tests.Evaluations;

/// <summary>Greedy decoding with nothing done to make it fast: one row, padded, every step over the whole answer, always to the last step.</summary>
internal static class NaiveGeneration
{
    /// <param name="model">Its plain layers are used.</param>
    /// <param name="inputIds">Without padding.</param>
    /// <param name="paddedLength">What the row is padded to.</param>
    /// <param name="maxLength">Decoder tokens, the start token counted.</param>
    /// <returns>The start token and what follows, up to and with the end token.</returns>
    public static int[] Generate(T5Model model, int[] inputIds, int paddedLength, int maxLength)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var (config, padding) = (model.Config, Enumerable.Repeat(model.Config.PadTokenId, paddedLength - inputIds.Length));
        var ids = tensor([.. inputIds.Concat(padding).Select(id => (long)id)]).unsqueeze(0);
        var mask = model.PaddingMask(ids);
        var cross = model.Decoder.CrossKeysAndValues(model.Encode(ids, mask));
        List<int> answer = [config.DecoderStartTokenId];
        while (answer.Count < maxLength)
        {
            using var inner = NewDisposeScope();
            int length = answer.Count;
            var sofar = tensor([.. answer.Select(id => (long)id)]).unsqueeze(0);
            var causal = full([length, length], KeptScalars.Ignored).triu(1);
            var decoded = model.Decoder.Forward(model.Embed(sofar), model.Decoder.PositionBias(length).Plus(causal), cross, mask);
            answer.Add((int)model.Logits(decoded)[0, -1].argmax().item<long>());
        }
        int end = answer.IndexOf(config.EosTokenId);
        return end < 0 ? [.. answer] : [.. answer[..(end + 1)]];
    }
}
