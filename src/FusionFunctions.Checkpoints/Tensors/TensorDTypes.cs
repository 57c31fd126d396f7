namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>Facts about element types.</summary>
public static class TensorDTypes
{
    /// <summary>Bytes in one element.</summary>
    public static int Size(this TensorDType dtype) => dtype switch
    {
        TensorDType.F64 or TensorDType.I64 => 8,
        TensorDType.F32 or TensorDType.I32 => 4,
        TensorDType.F16 or TensorDType.BF16 or TensorDType.I16 => 2,
        _ => 1,
    };

    public static bool IsFloat(this TensorDType dtype) =>
        dtype is TensorDType.F64 or TensorDType.F32 or TensorDType.F16 or TensorDType.BF16;

    /// <summary>Whether float32 holds every value of the type.</summary>
    public static bool FitsFloat32(this TensorDType dtype) => dtype is not (TensorDType.F64 or TensorDType.I64 or TensorDType.I32);

    /// <summary>The name in config.json's <c>torch_dtype</c>.</summary>
    public static string TorchName(this TensorDType dtype) => dtype switch
    {
        TensorDType.F64 => "float64",
        TensorDType.F32 => "float32",
        TensorDType.F16 => "float16",
        TensorDType.BF16 => "bfloat16",
        TensorDType.BOOL => "bool",
        TensorDType.U8 => "uint8",
        _ => $"int{8 * dtype.Size()}",
    };
}
