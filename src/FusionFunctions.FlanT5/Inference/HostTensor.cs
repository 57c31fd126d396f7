using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>Sends numbers of this machine's memory to where is computed.</summary>
internal static class HostTensor
{
    /// <summary>Does not wait for a GPU to have them: from pinned memory it takes them while it computes something else.</summary>
    public static Tensor Send(long[] numbers, Device device) => device.type == TorchSharp.DeviceType.CUDA
        ? tensor(numbers).pin_memory().to(device, non_blocking: true)
        : tensor(numbers);
}
