using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>
/// Refuses models whose tensors hold codes, to be looked up or scaled by what other tensors hold: averages of codes are no weights. A section about quantization is
/// refused over any weights, for floats may be scaled as well, and what is made of them would get the section with the config: it would be taken for codes when it is loaded.
/// Sources: transformers' QuantizationConfigMixin, and compressed-tensors, whose older name of the section is <c>compression_config</c>.
/// </summary>
internal static class Quantization
{
    private const string Remedy = "Dequantize it first";
    private static readonly string[] s_sections = ["quantization_config", "compression_config"];

    /// <exception cref="CheckpointException">The model, or a part of it, is quantized.</exception>
    public static void Refuse(CheckpointConfig config)
    {
        Refuse(config, config.Json, "");
        // A model of several parts, such as one for text and one for images, may say it of one of them.
        foreach (var (part, value) in config.Json)
            if (value is JsonObject section && !s_sections.Contains(part))
                Refuse(config, section, $"{part}.");
    }

    /// <summary>Tells GPTQ and AWQ by their tensors: their older programs described them in a file of their own.</summary>
    /// <exception cref="CheckpointException">There are such tensors.</exception>
    public static void Refuse(IEnumerable<TensorInfo> tensors, string name)
    {
        if (tensors.FirstOrDefault(tensor => !tensor.DType.IsFloat() && tensor.Name.EndsWith(".qweight", StringComparison.Ordinal)) is { } codes)
            throw new CheckpointException(
                $"{name}: the model is quantized (GPTQ or AWQ): tensor '{Printable.Text(codes.Name)}' holds codes, not numbers. {Remedy}.");
    }

    private static void Refuse(CheckpointConfig config, JsonObject json, string where)
    {
        foreach (string section in s_sections)
            if (json[section] is { } value)
                throw new CheckpointException(
                    $"{config.FileName}: the model is quantized ({Printable.Text(Kind(value))}): its weights are codes, not numbers. {Remedy}; where that is done, remove '{Printable.Text(where)}{section}' from the file.");
    }

    private static string Kind(JsonNode section) => section switch
    {
        JsonObject json when json["quant_method"] is JsonValue method && method.TryGetValue(out string? kind) => kind,
        // Only this one may leave its name out.
        JsonObject json when json.ContainsKey("load_in_4bit") || json.ContainsKey("load_in_8bit") => "bitsandbytes",
        _ => "of a kind that is not told",
    };
}
