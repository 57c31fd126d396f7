using System.Globalization;
using System.Text.RegularExpressions;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>The layer that a tensor is in, as its name tells.</summary>
/// <param name="Stack">The path of the list that holds the layers, such as <c>wav2vec2.encoder.layers</c>.</param>
/// <param name="Index">0-based.</param>
internal readonly partial record struct LayerPlace(string Stack, int Index)
{
    /// <summary>
    /// The outermost list of layers counts, since it is what runs from a model's beginning to its end: <c>encoder.block.3.layer.0</c> is block 3,
    /// <c>encoder.stages.1.layers.0</c> stage 1. A number in any other list, such as <c>classifier.0</c> or <c>mlp.2</c>, is a place in a module.
    /// </summary>
    /// <returns>Null where the tensor is in no layer.</returns>
    public static LayerPlace? Of(string tensor)
    {
        string[] parts = tensor.Split('.');
        for (int part = 1; part < parts.Length; part++)
            if (IsIndex(parts[part]) && List().IsMatch(parts[part - 1]))
                return new(string.Join('.', parts[..part]), int.Parse(parts[part], NumberStyles.None, CultureInfo.InvariantCulture));
        return null;
    }

    private static bool IsIndex(string part) => part.Length is > 0 and <= 4 && part.All(char.IsAsciiDigit);

    // encoder.layer, model.layers, model.layers_v2, encoder.block, visual.transformer.resblocks, ConvNeXt's stages, ALBERT's albert_layer_groups, GPT-2's h.
    [GeneratedRegex(@"(?:\Ah|(?:layers?|blocks?|stages?|layer_groups)(?:_v?[0-9]+)?)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex List();
}
