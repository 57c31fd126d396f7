namespace FusionFunctions.T5Format.Configuration;

public enum T5Activation
{
    Relu,

    /// <summary>GELU by its tanh approximation.</summary>
    GeluNew,

    Silu,
}
