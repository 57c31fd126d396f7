using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>A model that has every second tensor from its base, as one with an adapter has those that the adapter leaves alone.</summary>
internal sealed class BorrowingModel(MergeInput own, ITensorReader @base) : ITensorReader
{
    public string Name => own.Name;

    public IReadOnlyList<TensorInfo> Tensors => own.Tensors.Tensors;

    public MergeInput Input => own with { Tensors = this };

    /// <summary>The same model with the borrowed tensors as its own.</summary>
    public MergeInput Copy => own with { Tensors = new Copied(this) };

    public ITensorReader SourceOf(TensorInfo tensor) => IsBorrowed(tensor) ? @base : this;

    public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken) =>
        (IsBorrowed(tensor) ? @base : own.Tensors).ReadAsync(tensor, firstElement, destination, cancellationToken);

    public ValueTask DisposeAsync() => default;

    private bool IsBorrowed(TensorInfo tensor) => Tensors.Select(t => t.Name).Order(StringComparer.Ordinal).ToList().IndexOf(tensor.Name) % 2 == 0;

    private sealed class Copied(BorrowingModel model) : ITensorReader
    {
        public string Name => model.Name;

        public IReadOnlyList<TensorInfo> Tensors => model.Tensors;

        public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken) =>
            model.ReadAsync(tensor, firstElement, destination, cancellationToken);

        public ValueTask DisposeAsync() => default;
    }
}
