using FusionFunctions.T5Format.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>What stands between the feed-forward layers.</summary>
internal static class ActivationFunctions
{
    /// <param name="activation">The config's.</param>
    /// <param name="input">Of any shape.</param>
    /// <param name="inPlace">Whether the input receives the result.</param>
    public static Tensor ApplyTo(this T5Activation activation, Tensor input, bool inPlace = false) => activation switch
    {
        T5Activation.Relu => nn.functional.relu(input, inPlace),
        T5Activation.GeluNew => nn.functional.gelu(input, GELU.Approximate.tanh, inPlace),
        _ => nn.functional.silu(input, inPlace),
    };
}
