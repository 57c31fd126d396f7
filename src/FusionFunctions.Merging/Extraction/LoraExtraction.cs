using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
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
        TargetModules = TargetNames.Of(_layout, Targets);
    }

    /// <summary>The base's config.json, which tells layers that store their weights as [in, out]; null where it has none.</summary>
    public CheckpointConfig? Config { get; init; }

    /// <summary>Whether it changes such layers, and PEFT's <c>fan_in_fan_out</c> is true.</summary>
    public bool ChangesConv1D => Targets.Any(IsConv1D);

    /// <summary>Multiplies and decomposes; another one may change the last bits.</summary>
    public Lazy<MatrixMath> Matrices { get; init; } = new(MatrixMath.Managed);

    /// <summary>Bytes for the matrices that are in work at once. The adapter does not depend on it.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>The weights that the adapter changes, ordinal by name.</summary>
    public IReadOnlyList<TensorInfo> Targets { get; }

    /// <summary>The names of their modules for <c>target_modules</c>, ordinal.</summary>
    public IReadOnlyList<string> TargetModules { get; }

    /// <summary>Writes <c>adapter_model.safetensors</c> for a scaling of 1, and commits it when everything else is done.</summary>
    /// <returns>Every floating-point tensor, in order of their names: what was carried over, and what was not.</returns>
    /// <exception cref="MergeException">A matrix is too large for <see cref="MemoryBytes"/>, told before any is read, or holds a NaN or an infinity.</exception>
    public async Task<IReadOnlyList<ExtractedTensor>> WriteAsync(IBlobWriter file, CancellationToken cancellationToken)
    {
        var found = new List<ExtractedTensor>();
        await using var factors = await FactorFile.CreateAsync(file, Targets, _rank, IsConv1D, cancellationToken);
        foreach (var batch in ExtractionBatches.Of([.. Targets.OrderBy(FactorFile.KeyOfA, StringComparer.Ordinal)], Environment.ProcessorCount, MemoryBytes))
        {
            var updates = await Task.WhenAll(batch.Select(tensor => Task.Run(() => ApproximateAsync(tensor, cancellationToken), cancellationToken)));
            foreach (var (tensor, update) in batch.Zip(updates))
            {
                await factors.WriteAsync(tensor, update, cancellationToken);
                found.Add(new(tensor, _rank, update.Norm, update.Remainder));
            }
        }
        foreach (var tensor in _layout.Tensors.Where(tensor => tensor.DType.IsFloat()).Except(Targets))
        {
            double norm = await new TensorChange(_layout, tensor).NormAsync(cancellationToken);
            found.Add(new(tensor, 0, norm, norm));
        }
        await factors.CommitAsync(cancellationToken);
        return [.. found.OrderBy(entry => entry.Tensor.Name, StringComparer.Ordinal)];
    }

    private bool IsConv1D(TensorInfo tensor) => Conv1DLayers.Has(Config, LoraTargets.ModuleOf(tensor)) == true;

    private async Task<LowRankUpdate> ApproximateAsync(TensorInfo tensor, CancellationToken cancellationToken)
    {
        var update = await new TensorChange(_layout, tensor).ReadAsync(cancellationToken);
        try
        {
            var factors = LowRankUpdate.Of(update, _rank, Matrices.Value);
            return IsConv1D(tensor) ? factors.Transpose(_rank) : factors;
        }
        catch (SpectrumException e)
        {
            throw new MergeException($"'{tensor.Name}': {e.Message}; name the other modules with --targets.", e);
        }
    }
}
