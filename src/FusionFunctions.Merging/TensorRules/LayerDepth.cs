using System.Globalization;
using System.Text.RegularExpressions;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>
/// Where tensors are in a model, for gradients over its layers: each stack of layers runs from 0, its first, to 1, its last or only one. What is in
/// no layer, before or after them, is at 0, as in mergekit.
/// </summary>
internal sealed partial class LayerDepth
{
    private readonly Dictionary<string, int> _layers = new(StringComparer.Ordinal);

    public LayerDepth(PoolLayout layout)
    {
        foreach (var tensor in layout.Tensors)
            if (Layer().Match(tensor.Name) is { Success: true } layer)
                _layers[layer.Groups["stack"].Value] = Math.Max(_layers.GetValueOrDefault(layer.Groups["stack"].Value), Index(layer));
    }

    public double Of(string tensor)
    {
        if (Layer().Match(tensor) is not { Success: true } layer)
            return 0;
        return _layers[layer.Groups["stack"].Value] is > 0 and var last ? (double)Index(layer) / last : 1;
    }

    private static int Index(Match layer) => int.Parse(layer.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // The first number is the layer's: encoder.block.3.layer.0, roberta.encoder.layer.3, model.layers.3.
    [GeneratedRegex(@"\A(?<stack>\D*)\.(?<index>[0-9]{1,4})\.", RegexOptions.CultureInvariant)]
    private static partial Regex Layer();
}
