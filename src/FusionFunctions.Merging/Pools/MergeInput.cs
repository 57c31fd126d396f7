using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Pools;

/// <summary>One model of a pool, open for reading. Whoever opened it closes it.</summary>
/// <param name="Name">Such as <c>_pretrained_</c> or <c>glue-cola</c>.</param>
/// <param name="Tensors">Its tensors, each once.</param>
/// <param name="StateDict">Every key of its state dict; several keys may share a tensor.</param>
public sealed record MergeInput(string Name, ITensorReader Tensors, IReadOnlyList<StateDictEntry> StateDict)
{
    public MergeInput(string name, CheckpointFolder folder)
        : this(name, folder, folder.StateDict)
    {
    }

    /// <summary>Its tensors by each of their names: models of one architecture may store a tied one under different names.</summary>
    internal IReadOnlyDictionary<string, TensorInfo> ByKey()
    {
        var tensors = Tensors.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (key, tensor) in StateDict)
            tensors.TryAdd(key, tensor);
        return tensors;
    }
}
