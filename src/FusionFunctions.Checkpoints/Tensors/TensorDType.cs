namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>Element types, named as in the safetensors header.</summary>
public enum TensorDType
{
    F64,
    F32,
    F16,
    BF16,
    I64,
    I32,
    I16,
    I8,
    U8,
    BOOL,
}
