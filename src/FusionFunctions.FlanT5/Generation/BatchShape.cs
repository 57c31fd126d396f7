using TorchSharp;

namespace FusionFunctions.FlanT5.Generation;

/// <summary>How batches are laid out; it changes no answer.</summary>
/// <param name="IsPadded">
/// Whether attention takes all rows at once, padded to one of few lengths, and rows that are done stay in their batch: few kernels of few shapes.
/// Otherwise attention takes runs of equal length, and rows that are done leave.
/// </param>
/// <param name="EncodingTokens">Input tokens that go through the encoder at once, but for a single longer row.</param>
public sealed record BatchShape(bool IsPadded, int EncodingTokens)
{
    /// <summary>Nothing is padded, and a part of a batch fits the processor's cache.</summary>
    public static BatchShape Processor { get; } = new(false, 1024);

    /// <summary>A GPU wants large kernels and few of them.</summary>
    public static BatchShape Gpu { get; } = new(true, 16 * 1024);

    internal static BatchShape For(torch.Device device) => device.type == DeviceType.CUDA ? Gpu : Processor;
}
