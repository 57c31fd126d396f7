using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>The only names that a pickle may refer to, and what they make. No name leads to code outside this class.</summary>
internal sealed class PickleGlobals(string fileName)
{
    private static readonly Dictionary<string, PickleGlobal> s_known = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = new PickleGlobal.OrderedDict(),
        ["torch._utils._rebuild_tensor_v2"] = new PickleGlobal.RebuildTensor(),
        ["torch._utils._rebuild_parameter"] = new PickleGlobal.RebuildParameter(),
        ["torch.DoubleStorage"] = new PickleGlobal.StorageType(TensorDType.F64),
        ["torch.FloatStorage"] = new PickleGlobal.StorageType(TensorDType.F32),
        ["torch.HalfStorage"] = new PickleGlobal.StorageType(TensorDType.F16),
        ["torch.BFloat16Storage"] = new PickleGlobal.StorageType(TensorDType.BF16),
        ["torch.LongStorage"] = new PickleGlobal.StorageType(TensorDType.I64),
        ["torch.IntStorage"] = new PickleGlobal.StorageType(TensorDType.I32),
        ["torch.ShortStorage"] = new PickleGlobal.StorageType(TensorDType.I16),
        ["torch.CharStorage"] = new PickleGlobal.StorageType(TensorDType.I8),
        ["torch.ByteStorage"] = new PickleGlobal.StorageType(TensorDType.U8),
        ["torch.BoolStorage"] = new PickleGlobal.StorageType(TensorDType.BOOL),
    };

    /// <exception cref="CheckpointException">Any name but the known ones.</exception>
    public PickleGlobal Find(string module, string name) =>
        s_known.GetValueOrDefault($"{module}.{name}") ?? throw PickleProblem.Unsafe(fileName, $"'{Printable.Text($"{module}.{name}")}'");

    /// <summary>What calling a name gives: data made of its arguments.</summary>
    public object Call(object? callable, object? arguments) => (callable, arguments) switch
    {
        (PickleGlobal.OrderedDict, object?[] and []) => new Dictionary<string, object?>(StringComparer.Ordinal),
        (PickleGlobal.RebuildTensor, object?[] and [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            View(storage, offset, shape, strides),
        (PickleGlobal.RebuildParameter, object?[] and [StridedView tensor, ..]) => tensor,
        (PickleGlobal, _) => throw PickleProblem.Bad(fileName, "a tensor or dictionary is not described by its storage, offset, shape and strides"),
        _ => throw PickleProblem.Unsafe(fileName, "a call of something that is not a function"),
    };

    /// <summary>The storage that a persistent id means: <c>('storage', type, key, location, elements)</c>.</summary>
    public PickleStorage Storage(object? id) =>
        id is object?[] and ["storage", PickleGlobal.StorageType type, string key, string, long elements] && elements >= 0
            ? new(key, type.DType, elements)
            : throw PickleProblem.Bad(fileName, "a storage is not described by type, key, place and size");

    private StridedView View(PickleStorage storage, long offset, object?[] shape, object?[] strides) =>
        StridedView.Of(storage, offset, Numbers(shape), Numbers(strides)) ?? throw PickleProblem.Bad(
            fileName, $"a tensor of shape [{Printable.Text(string.Join(", ", shape))}] does not fit its storage of {storage.Elements} elements");

    private long[] Numbers(object?[] values) =>
        values.Length <= StridedView.MaxRank && values.All(value => value is long)
            ? [.. values.Cast<long>()]
            : throw PickleProblem.Bad(fileName, $"a shape or stride is not a list of at most {StridedView.MaxRank} numbers");
}
