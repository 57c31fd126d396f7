using FusionFunctions.Merging.Analyses;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// The exact k-th smallest magnitude of each task vector by radix selection: non-negative floats order like their bit patterns,
/// so a histogram of the upper 16 bits and then one of the lower 15 find it in two passes and constant memory.
/// </summary>
internal sealed class MagnitudeSelection
{
    private readonly ModelSelection[] _models;
    private readonly float[] _values;

    /// <param name="scope">The vector.</param>
    /// <param name="models">How many task vectors.</param>
    /// <param name="k">1-based; 0 selects magnitude 0, which trims nothing.</param>
    public MagnitudeSelection(TaskVectorScope scope, int models, long k)
    {
        _models = [.. Enumerable.Range(0, models).Select(_ => new ModelSelection(scope.Length, k))];
        _values = new float[models];
        Passes = [.. MagnitudeDigit.All.Select(digit => new MagnitudePass(scope, digit, _models, Publish))];
    }

    public IReadOnlyList<IAnalysisPass> Passes { get; }

    public ReadOnlySpan<float> Values => _values;

    public IReadOnlyList<long> Kept => [.. _models.Select(model => model.Kept)];

    public IReadOnlyList<long> Tied => [.. _models.Select(model => model.Tied)];

    private void Publish()
    {
        for (int model = 0; model < _models.Length; model++)
            _values[model] = _models[model].Value;
    }
}
