using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Outputs;

namespace FusionFunctions.Tests.Merging;

internal sealed class MemoryOutput : IMergeOutput
{
    private readonly List<float> _elements = [];

    public bool Begun => Tensors is not null;

    public IReadOnlyList<TensorInfo>? Tensors { get; private set; }

    /// <summary>All elements, tensor after tensor.</summary>
    public float[] Elements => [.. _elements];

    /// <summary>Those that wrote them.</summary>
    public HashSet<int> Threads { get; } = [];

    public int[] Bits => [.. _elements.Select(BitConverter.SingleToInt32Bits)];

    public Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken)
    {
        Tensors = tensors;
        return Task.CompletedTask;
    }

    public Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken)
    {
        _elements.AddRange(elements.Span);
        Threads.Add(Environment.CurrentManagedThreadId);
        return Task.CompletedTask;
    }
}
