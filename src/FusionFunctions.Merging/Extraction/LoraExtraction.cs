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
    private readonly bool _areNamed;
    private readonly IReadOnlyList<string> _moreKeys;
    private IReadOnlyList<TensorInfo> _unchanged = [];

    /// <param name="base">What the adapter is to be put onto.</param>
    /// <param name="tuned">What then should come out.</param>
    /// <param name="rank">The most r of a module; a matrix whose shorter side is less has that.</param>
    /// <param name="targets">Names of modules such as <c>q</c>; none means every linear layer that is no embedding.</param>
    /// <param name="moreKeys">State-dict keys that the base has besides what both share; the adapter must not mean their modules.</param>
    /// <exception cref="MergeException">The models differ in architecture, or have no such modules.</exception>
    public LoraExtraction(MergeInput @base, MergeInput tuned, int rank, IReadOnlyList<string> targets, IReadOnlyList<string>? moreKeys = null)
    {
        (_layout, _rank, _areNamed, _moreKeys) = (PoolLayout.Of(new(@base, [tuned])), rank, targets.Count > 0, moreKeys ?? []);
        Targets = LoraTargets.Of(_layout, targets);
        TargetModules = TargetNames.Of(_layout, Targets, _moreKeys);
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
    public IReadOnlyList<TensorInfo> Targets { get; private set; }

    /// <summary>The names of their modules for <c>target_modules</c>, ordinal.</summary>
    public IReadOnlyList<string> TargetModules { get; private set; }

    /// <summary>The most that a module has of what was asked for.</summary>
    public int Rank => Targets.Max(RankOf);

    /// <summary>The modules of <see cref="Targets"/>, each with its rank.</summary>
    public IReadOnlyList<(string Module, int Rank)> ModuleRanks => [.. Targets.Select(tensor => (LoraTargets.ModuleOf(tensor), RankOf(tensor)))];

    /// <summary>
    /// Takes modules that are equal in both models out of <see cref="Targets"/>, unless targets were named. For those that did not change, a model is read
    /// whole; of the others a part is enough.
    /// </summary>
    /// <exception cref="MergeException">All of them are equal: the adapter would change nothing.</exception>
    public async Task LeaveOutUnchangedAsync(CancellationToken cancellationToken)
    {
        var changed = await ChangedTargets.OfAsync(_layout, Targets, cancellationToken);
        if (changed.Count == 0)
            throw new MergeException(
                $"No linear layer {(_areNamed ? $"called {string.Join(" or ", Targets.Select(LoraTargets.NameOf).Distinct(StringComparer.Ordinal))} " : "")}differs between the models, so that there is nothing to extract. "
                + $"Give another model or base{(_areNamed ? ", or name others with --targets" : "")}.");
        if (_areNamed)
            return;
        (Targets, TargetModules, _unchanged) = (changed, TargetNames.Of(_layout, changed, _moreKeys), [.. Targets.Except(changed)]);
    }

    /// <summary>Writes <c>adapter_model.safetensors</c> for a scaling of 1, and commits it when everything else is done.</summary>
    /// <returns>Every floating-point tensor, in order of their names: what was carried over, and what was not.</returns>
    /// <exception cref="MergeException">A matrix is too large for <see cref="MemoryBytes"/>, told before any is decomposed, or holds a NaN or an infinity.</exception>
    public async Task<IReadOnlyList<ExtractedTensor>> WriteAsync(IBlobWriter file, CancellationToken cancellationToken)
    {
        var found = new List<ExtractedTensor>();
        await using var factors = await FactorFile.CreateAsync(file, Targets, RankOf, IsConv1D, cancellationToken);
        foreach (var batch in ExtractionBatches.Of([.. Targets.OrderBy(FactorFile.KeyOfA, StringComparer.Ordinal)], Environment.ProcessorCount, MemoryBytes))
        {
            var updates = await Task.WhenAll(batch.Select(tensor => Task.Run(() => ApproximateAsync(tensor, cancellationToken), cancellationToken)));
            foreach (var (tensor, update) in batch.Zip(updates))
            {
                await factors.WriteAsync(tensor, update, cancellationToken);
                found.Add(new(tensor, RankOf(tensor), update.Norm, update.Remainder));
            }
        }
        foreach (var tensor in _layout.Tensors.Where(tensor => tensor.DType.IsFloat()).Except(Targets))
        {
            double norm = _unchanged.Contains(tensor) ? 0 : await new TensorChange(_layout, tensor).NormAsync(cancellationToken);
            found.Add(new(tensor, 0, norm, norm));
        }
        await factors.CommitAsync(cancellationToken);
        return [.. found.OrderBy(entry => entry.Tensor.Name, StringComparer.Ordinal)];
    }

    private int RankOf(TensorInfo tensor) => (int)Math.Min(_rank, tensor.Shape.Min());

    private bool IsConv1D(TensorInfo tensor) => Conv1DLayers.Has(Config, LoraTargets.ModuleOf(tensor)) == true;

    private async Task<LowRankUpdate> ApproximateAsync(TensorInfo tensor, CancellationToken cancellationToken)
    {
        var update = await new TensorChange(_layout, tensor).ReadAsync(cancellationToken);
        try
        {
            var factors = LowRankUpdate.Of(update, RankOf(tensor), Matrices.Value);
            return IsConv1D(tensor) ? factors.Transpose(RankOf(tensor)) : factors;
        }
        catch (SpectrumException e)
        {
            throw new MergeException($"'{tensor.Name}': {e.Message}; name the other modules with --targets.", e);
        }
    }
}
