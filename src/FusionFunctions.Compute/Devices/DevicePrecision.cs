using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Devices;

/// <summary>What a precision means for libtorch on a device.</summary>
public static class DevicePrecision
{
    // Ampere; before it libtorch's switch is there and does nothing.
    private static readonly Version s_firstWithTf32 = new(8, 0);
    private static readonly Lazy<Version?> s_capability = new(NvidiaSmi.ComputeCapability);

    /// <exception cref="PipelineException">The device does not know the precision.</exception>
    public static void Require(string device, Precision precision)
    {
        if (precision == Precision.Tf32 && device != ComputeDevice.Cuda)
            throw new PipelineException(
                $"precision tf32: only a GPU has it, and models run on {device} here. Choose f32 or bf16, or --device cuda where there is a GPU.");
        if (precision == Precision.Tf32 && s_capability.Value is { } capability && capability < s_firstWithTf32)
            throw new PipelineException(
                $"precision tf32: this GPU's compute capability is {capability}, and TF32 begins with {s_firstWithTf32}. Choose f32 or bf16, or another GPU.");
    }

    /// <summary>The type of weights and of all that is computed with them.</summary>
    public static ScalarType ElementType(Precision precision) => precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Holds for the whole process: evaluations that go on side by side are of one run, and a run has one precision.</summary>
    public static void Allow(Precision precision) => backends.cuda.matmul.allow_tf32 = precision == Precision.Tf32;
}
