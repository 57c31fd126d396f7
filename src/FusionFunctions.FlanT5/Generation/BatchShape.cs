using TorchSharp;

namespace FusionFunctions.FlanT5.Generation;

/// <summary>How batches are laid out; it changes no answer.</summary>
/// <param name="IsPadded">
/// Whether attention takes all rows at once, padded to one of few lengths, and rows that are done stay in their batch: few kernels of few shapes.
/// Otherwise attention takes runs of equal length, and rows that are done leave.
/// </param>
/// <param name="EncodingTokens">Input tokens that go through the encoder at once, padding counted, but for a single longer row.</param>
/// <param name="CrossBytes">What a batch's keys and values over the inputs may take in all layers, padding counted.</param>
public sealed record BatchShape(bool IsPadded, int EncodingTokens, long CrossBytes)
{
    /// <summary>Nothing is padded, and a part of a batch fits the processor's cache.</summary>
    public static BatchShape Processor { get; } = new(false, 1024, long.MaxValue);

    /// <summary>A GPU wants large kernels and few of them. For a moment keys and values are there twice, packed and padded.</summary>
    public static BatchShape Gpu { get; } = new(true, 16 * 1024, 2L << 30);

    /// <summary>Rows in batches; see <see cref="LengthBatches"/>.</summary>
    /// <param name="lengths">Tokens in each row.</param>
    /// <param name="tokens">Of a batch.</param>
    /// <param name="lanes">That take batches side by side.</param>
    internal IEnumerable<int[]> Batches(IReadOnlyList<int> lengths, int tokens, int lanes) =>
        IsPadded ? LengthBatches.Padded(lengths, tokens) : LengthBatches.Of(lengths, tokens, lanes);

    /// <summary>The parts of a batch that are encoded at once.</summary>
    /// <param name="rows">Shortest first.</param>
    internal IEnumerable<int[][]> Parts(IReadOnlyList<int[]> rows) => IsPadded ? LengthBatches.CutPadded(rows, EncodingTokens) : LengthBatches.Cut(rows, EncodingTokens);

    internal static BatchShape For(torch.Device device) => device.type == DeviceType.CUDA ? Gpu : Processor;
}
