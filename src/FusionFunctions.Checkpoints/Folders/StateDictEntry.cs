using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Folders;

/// <param name="Key">The state-dict key; several keys may share one tensor.</param>
/// <param name="Tensor">The tensor, under its canonical name.</param>
public sealed record StateDictEntry(string Key, TensorInfo Tensor);
