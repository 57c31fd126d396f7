using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Methods.Dare;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// The exact k-th smallest magnitude of each task vector by radix selection: non-negative floats order like their bit patterns,
/// so a histogram of the upper 16 bits and then one of the lower 15 find it in two passes and constant memory.
/// </summary>
internal sealed class MagnitudeSelection
{
    private readonly TaskVectorScope _scope;
    private readonly Func<long, long> _rankOf;
    private readonly ModelSelection[] _models;
    private readonly float[] _values;

    /// <param name="scope">The vector.</param>
    /// <param name="models">How many task vectors.</param>
    /// <param name="rankOf">k by the vector's length. 1-based; 0 selects magnitude 0, which trims nothing.</param>
    /// <param name="drop">Applied to the task vectors first, or null.</param>
    public MagnitudeSelection(TaskVectorScope scope, int models, Func<long, long> rankOf, RandomDrop? drop)
    {
        _scope = scope;
        _rankOf = rankOf;
        _models = [.. Enumerable.Range(0, models).Select(_ => new ModelSelection())];
        _values = new float[models];
        Passes = [.. MagnitudeDigit.All.Select(digit => new MagnitudePass(scope, digit, drop, _models, totals => Advance(digit, totals)))];
    }

    public IReadOnlyList<IAnalysisPass> Passes { get; }

    public ReadOnlySpan<float> Values => _values;

    /// <summary>k; known after the first pass.</summary>
    public long Rank { get; private set; }

    public IReadOnlyList<long> Kept => [.. _models.Select(model => model.Kept(_scope.Length))];

    public IReadOnlyList<long> Tied => [.. _models.Select(model => model.Tied)];

    private void Advance(MagnitudeDigit digit, MagnitudePass.Totals totals)
    {
        bool first = digit == MagnitudeDigit.All[0];
        long excluded = first ? _scope.Settle(totals.Changed) : 0;
        if (first)
            Rank = _rankOf(_scope.Length);
        for (int model = 0; model < _models.Length; model++)
        {
            // Tensors that leave the vector hold nothing but zeros.
            totals.Histograms[model][0] -= excluded;
            _models[model].Advance(digit, totals.Histograms[model], Rank);
            _values[model] = _models[model].Value;
        }
    }
}
