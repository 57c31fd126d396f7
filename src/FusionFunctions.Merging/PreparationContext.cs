using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging;

/// <summary>What a method may know of the pool before anything is read.</summary>
/// <param name="layout">Names and shapes of the pool's tensors.</param>
/// <param name="matrices">Multiplies and decomposes; made when a method asks for it.</param>
public sealed class PreparationContext(PoolLayout layout, Lazy<MatrixMath> matrices)
{
    private Dictionary<string, PoolAnalysis> _analyses = new(StringComparer.Ordinal);

    private Dictionary<string, SharedVector> _vectors = new(StringComparer.Ordinal);

    private Dictionary<string, TensorAnalysis> _tensorAnalyses = new(StringComparer.Ordinal);

    public PoolLayout Layout { get; } = layout;

    /// <summary>Names of tensors that the method does not merge: what it finds out must not depend on them, and what it makes of them does not count.</summary>
    public IReadOnlySet<string> LeftOut { get; private init; } = new HashSet<string>();

    /// <summary>The tensors that the method merges.</summary>
    public IEnumerable<TensorInfo> Tensors => Layout.Tensors.Where(tensor => !LeftOut.Contains(tensor.Name));

    /// <summary>For methods that work on matrices as a whole.</summary>
    public MatrixMath Matrices => matrices.Value;

    /// <summary>See <see cref="MatrixMath.Device"/>; null where no method asked for matrices.</summary>
    internal string? Device => matrices.IsValueCreated ? matrices.Value.Device : null;

    internal IReadOnlyCollection<PoolAnalysis> Analyses => _analyses.Values;

    /// <summary>The same for a method that merges some of the tensors; what is shared is shared with this one.</summary>
    /// <param name="leftOut">Names of the others.</param>
    public PreparationContext Without(IReadOnlySet<string> leftOut) => new(Layout, matrices)
    {
        _analyses = _analyses,
        _vectors = _vectors,
        _tensorAnalyses = _tensorAnalyses,
        LeftOut = leftOut,
    };

    /// <summary>An analysis that all variants with the same key share, so that a sweep makes it once.</summary>
    /// <param name="key">Names everything that the analysis depends on besides the pool.</param>
    /// <param name="create">Makes it for the first variant that asks.</param>
    public T Share<T>(string key, Func<T> create)
        where T : PoolAnalysis
    {
        if (!_analyses.TryGetValue(key, out var analysis))
            _analyses[key] = analysis = create();
        return (T)analysis;
    }

    /// <summary>As <see cref="Share"/>, for a vector that variants have in common.</summary>
    /// <param name="key">As there.</param>
    /// <param name="compute">Computes it.</param>
    /// <param name="showsNonFinite">See <see cref="PreparedMerge.ShowsNonFinite"/>.</param>
    public SharedVector ShareVector(string key, SliceFunction compute, bool showsNonFinite = false)
    {
        if (!_vectors.TryGetValue(key, out var vector))
            _vectors[key] = vector = new(compute, showsNonFinite);
        return vector;
    }

    /// <summary>As <see cref="Share"/>, for the study of single tensors. Its studies must not change while they are used to merge.</summary>
    public T ShareTensors<T>(string key, Func<T> create)
        where T : TensorAnalysis
    {
        if (!_tensorAnalyses.TryGetValue(key, out var analysis))
            _tensorAnalyses[key] = analysis = create();
        return (T)analysis;
    }
}
