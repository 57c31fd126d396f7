using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Inspection;

/// <summary>What a model is made of, without reading a weight.</summary>
/// <param name="Architecture">As config.json says it, such as <c>T5ForConditionalGeneration (t5)</c>; empty where it does not.</param>
/// <param name="Parameters">
/// Elements of all floating-point tensors, tied ones once, as PyTorch counts a module's parameters. Integer tensors are buffers.
/// </param>
/// <param name="Bytes">Of all tensors as they are stored, tied ones once.</param>
/// <param name="DTypes">The most frequent first.</param>
/// <param name="Tied">Keys that are one tensor, its own name first.</param>
/// <param name="Tensors">Each once, ordinal by name.</param>
public sealed record ModelSummary(
    string Architecture,
    long Parameters,
    long Bytes,
    IReadOnlyList<DTypeCount> DTypes,
    IReadOnlyList<IReadOnlyList<string>> Tied,
    IReadOnlyList<TensorInfo> Tensors)
{
    /// <param name="tensors">Each once.</param>
    /// <param name="stateDict">Every key.</param>
    /// <param name="config">Null where there is none.</param>
    public static ModelSummary Of(IReadOnlyList<TensorInfo> tensors, IReadOnlyList<StateDictEntry> stateDict, CheckpointConfig? config) => new(
        ArchitectureOf(config),
        tensors.Where(tensor => tensor.DType.IsFloat()).Sum(tensor => tensor.ElementCount),
        tensors.Sum(tensor => tensor.ElementCount * tensor.DType.Size()),
        [
            .. tensors.GroupBy(tensor => tensor.DType)
                .Select(group => new DTypeCount(group.Key, group.Count(), group.Sum(tensor => tensor.ElementCount)))
                .OrderByDescending(count => count.Elements),
        ],
        [.. stateDict.GroupBy(entry => entry.Tensor.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(Keys)],
        tensors);

    private static string[] Keys(IGrouping<string, StateDictEntry> group) =>
        [group.Key, .. group.Select(entry => entry.Key).Where(key => key != group.Key).Order(StringComparer.Ordinal)];

    private static string ArchitectureOf(CheckpointConfig? config)
    {
        if (config is null)
            return "";
        string name = config.Architectures.FirstOrDefault() ?? "";
        return Printable.Text(name.Length == 0 ? config.ModelType : config.ModelType.Length == 0 ? name : $"{name} ({config.ModelType})");
    }
}
