using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>
/// Where tensors are in a model, for gradients over its layers: each stack of layers runs from 0, its first, to 1, its last or only one. What is in
/// no layer, before or after them, is at 0, as in mergekit.
/// </summary>
internal sealed class LayerDepth
{
    // By stack: the index of its last layer.
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    public LayerDepth(PoolLayout layout)
    {
        foreach (var layer in layout.Tensors.Select(tensor => LayerPlace.Of(tensor.Name)).OfType<LayerPlace>())
            _last[layer.Stack] = Math.Max(_last.GetValueOrDefault(layer.Stack), layer.Index);
    }

    /// <param name="tensor">The name of one of the layout's.</param>
    public double Of(string tensor) =>
        LayerPlace.Of(tensor) is not { } layer ? 0 : _last[layer.Stack] is > 0 and var last ? (double)layer.Index / last : 1;
}
