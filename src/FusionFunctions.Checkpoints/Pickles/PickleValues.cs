using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>A name that a pickle may refer to: all of them stand for data, none for code.</summary>
internal abstract record PickleGlobal
{
    /// <summary>Marks the storage of elements of one type, such as <c>torch.FloatStorage</c>.</summary>
    public sealed record StorageType(TensorDType DType) : PickleGlobal;

    /// <summary><c>collections.OrderedDict</c>.</summary>
    public sealed record OrderedDict : PickleGlobal;

    /// <summary><c>torch._utils._rebuild_tensor_v2</c>.</summary>
    public sealed record RebuildTensor : PickleGlobal;

    /// <summary><c>torch._utils._rebuild_parameter</c>.</summary>
    public sealed record RebuildParameter : PickleGlobal;
}

/// <summary>A run of elements that tensors are views of.</summary>
/// <param name="Key">Its file in the archive.</param>
/// <param name="DType">What it holds.</param>
/// <param name="Elements">How many.</param>
internal sealed record PickleStorage(string Key, TensorDType DType, long Elements);
