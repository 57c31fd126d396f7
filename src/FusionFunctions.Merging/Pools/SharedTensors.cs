using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Pools;

/// <summary>
/// What all models have under one name and in one shape: of classifiers with heads of their own, the body. Only that can be merged.
/// </summary>
public static class SharedTensors
{
    /// <param name="inputs">At least one.</param>
    /// <param name="leftOut">Names of the tensors that not all have alike, ordinal.</param>
    public static IReadOnlyList<MergeInput> Of(IReadOnlyList<MergeInput> inputs, out IReadOnlyList<string> leftOut)
    {
        var shared = Keys(inputs[0]);
        foreach (var input in inputs.Skip(1))
            shared.IntersectWith(Keys(input));
        leftOut = [.. inputs.SelectMany(Keys).Except(shared).Select(key => key.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return leftOut.Count == 0 ? inputs : [.. inputs.Select(input => Restrict(input, [.. shared.Select(key => key.Name)]))];
    }

    private static HashSet<(string Name, string Shape)> Keys(MergeInput input) =>
        [.. input.Tensors.Tensors.Select(tensor => (tensor.Name, string.Join(',', tensor.Shape)))];

    private static MergeInput Restrict(MergeInput input, HashSet<string> names) => new(
        input.Name,
        new SharedReader(input.Tensors, [.. input.Tensors.Tensors.Where(tensor => names.Contains(tensor.Name))]),
        [.. input.StateDict.Where(entry => names.Contains(entry.Tensor.Name))]);

    /// <summary>The model is open elsewhere too and is closed there.</summary>
    private sealed class SharedReader(ITensorReader whole, IReadOnlyList<TensorInfo> tensors) : ITensorReader
    {
        public string Name => whole.Name;

        public IReadOnlyList<TensorInfo> Tensors => tensors;

        public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken) =>
            whole.ReadAsync(tensor, firstElement, destination, cancellationToken);

        public ITensorReader SourceOf(TensorInfo tensor) => whole.SourceOf(tensor);

        public ValueTask DisposeAsync() => default;
    }
}
