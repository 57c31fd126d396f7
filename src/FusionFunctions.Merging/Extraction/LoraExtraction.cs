using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;

namespace FusionFunctions.Merging.Extraction;

/// <summary>
/// The LoRA adapter that comes nearest to a fine-tuned model: for every matrix of its task vector the first singular directions.
/// Sums are in float64. Every core works on a matrix of its own, as long as <see cref="MemoryBytes"/> holds them.
/// </summary>
public sealed class LoraExtraction
{
    private const int SliceElements = 1 << 18;
    private readonly PoolLayout _layout;
    private readonly int _rank;

    /// <param name="base">What the adapter is to be put onto.</param>
    /// <param name="tuned">What then should come out.</param>
    /// <param name="rank">r, the same for every module.</param>
    /// <param name="targets">Names of modules such as <c>q</c>; none means every linear layer that is no embedding.</param>
    /// <exception cref="MergeException">The models differ in architecture, or have no such modules.</exception>
    public LoraExtraction(MergeInput @base, MergeInput tuned, int rank, IReadOnlyList<string> targets)
    {
        (_layout, _rank) = (PoolLayout.Of(new(@base, [tuned])), rank);
        Targets = LoraTargets.Of(_layout, targets, rank);
    }

    /// <summary>Multiplies and decomposes; another one may change the last bits.</summary>
    public Lazy<MatrixMath> Matrices { get; init; } = new(MatrixMath.Managed);

    /// <summary>Bytes for the matrices that are in work at once. The adapter does not depend on it.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>The weights that the adapter changes, ordinal by name.</summary>
    public IReadOnlyList<TensorInfo> Targets { get; }

    /// <summary>The names of their modules for <c>target_modules</c>, ordinal.</summary>
    public IReadOnlyList<string> TargetModules => [.. Targets.Select(LoraTargets.NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Writes <c>adapter_model.safetensors</c> for a scaling of 1, and commits it.</summary>
    /// <returns>Every floating-point tensor, in order of their names: what was carried over, and what was not.</returns>
    /// <exception cref="MergeException">A matrix is too large for <see cref="MemoryBytes"/>, told before any is read, or holds a NaN or an infinity.</exception>
    public async Task<IReadOnlyList<ExtractedTensor>> WriteAsync(IBlobWriter file, CancellationToken cancellationToken)
    {
        var found = new List<ExtractedTensor>();
        await using var writer = await SafetensorsWriter.CreateAsync(file, Targets.SelectMany(Factors), cancellationToken);
        foreach (var batch in ExtractionBatches.Of(Targets, Environment.ProcessorCount, MemoryBytes))
        {
            var updates = await Task.WhenAll(batch.Select(tensor => Task.Run(() => ApproximateAsync(tensor, cancellationToken), cancellationToken)));
            foreach (var (tensor, update) in batch.Zip(updates))
            {
                await writer.WriteAsync(update.A, cancellationToken);
                await writer.WriteAsync(update.B, cancellationToken);
                found.Add(new(tensor, _rank, update.Norm, update.Remainder));
            }
        }
        await writer.CommitAsync(cancellationToken);
        foreach (var tensor in _layout.Tensors.Where(tensor => tensor.DType.IsFloat()).Except(Targets))
        {
            double norm = await NormAsync(tensor, cancellationToken);
            found.Add(new(tensor, 0, norm, norm));
        }
        return [.. found.OrderBy(entry => entry.Tensor.Name, StringComparer.Ordinal)];
    }

    private IEnumerable<TensorInfo> Factors(TensorInfo tensor)
    {
        string module = $"base_model.model.{LoraTargets.ModuleOf(tensor)}";
        yield return new($"{module}.lora_A.weight", TensorDType.F32, [_rank, tensor.Shape[1]]);
        yield return new($"{module}.lora_B.weight", TensorDType.F32, [tensor.Shape[0], _rank]);
    }

    private async Task<LowRankUpdate> ApproximateAsync(TensorInfo tensor, CancellationToken cancellationToken)
    {
        var update = new Dense((int)tensor.Shape[0], (int)tensor.Shape[1]);
        await foreach (var (first, values) in ChangesAsync(tensor, cancellationToken))
            values.CopyTo(update.Values.AsMemory((int)first));
        return update.Values.All(double.IsFinite)
            ? LowRankUpdate.Of(update, _rank, Matrices.Value)
            : throw new MergeException($"'{tensor.Name}' has a NaN or an infinity in one of the models; it cannot be approximated.");
    }

    private async Task<double> NormAsync(TensorInfo tensor, CancellationToken cancellationToken)
    {
        double squares = 0;
        await foreach (var (_, values) in ChangesAsync(tensor, cancellationToken))
            foreach (double value in values.Span)
                squares += value * value;
        return Math.Sqrt(squares);
    }

    /// <summary>θ − θ₀ in slices; the memory is the next slice's too.</summary>
    private async IAsyncEnumerable<(long First, Memory<double> Values)> ChangesAsync(
        TensorInfo tensor, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        float[] before = new float[SliceElements], after = new float[SliceElements];
        double[] change = new double[SliceElements];
        for (long first = 0; first < tensor.ElementCount; first += SliceElements)
        {
            int count = (int)Math.Min(SliceElements, tensor.ElementCount - first);
            await ReadAsync(0, tensor, first, before.AsMemory(0, count), cancellationToken);
            await ReadAsync(1, tensor, first, after.AsMemory(0, count), cancellationToken);
            for (int i = 0; i < count; i++)
                change[i] = (double)after[i] - before[i];
            yield return (first, change.AsMemory(0, count));
        }
    }

    private ValueTask ReadAsync(int input, TensorInfo tensor, long first, Memory<float> destination, CancellationToken cancellationToken) =>
        _layout.Pool.Inputs[input].Tensors.ReadAsync(_layout.TensorOf(input, tensor.Name), first, destination, cancellationToken);
}
