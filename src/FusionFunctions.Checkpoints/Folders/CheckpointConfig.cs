using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>A checkpoint's config.json.</summary>
/// <param name="FileName">For messages.</param>
/// <param name="Json">The whole object.</param>
public sealed record CheckpointConfig(string FileName, JsonObject Json)
{
    internal const int MaxBytes = 1 << 20;

    /// <summary>The architecture family, such as <c>t5</c>; empty where the file does not say.</summary>
    public string ModelType => Json["model_type"] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>The classes that the model is saved from, such as <c>T5ForConditionalGeneration</c>; none where the file does not say.</summary>
    public IEnumerable<string> Architectures =>
        Json["architectures"] is JsonArray names ? names.Select(name => name is JsonValue value && value.TryGetValue(out string? text) ? text : "") : [];

    /// <summary>Whether the model has a classification head of its own on a body that it shares with others.</summary>
    public bool IsClassifier => Architectures.Any(name => name.EndsWith("ForSequenceClassification", StringComparison.Ordinal));

    /// <summary>How many layers the model has, in each of its stacks; null where the file does not say.</summary>
    public int? Layers => LayersOf(Json) ?? (Json["text_config"] is JsonObject text ? LayersOf(text) : null);

    /// <summary>How many layers the encoder of a model with encoder and decoder has; null where the file does not say.</summary>
    public int? EncoderLayers => LayersOf(Json, "encoder_layers", "num_layers", "num_hidden_layers");

    /// <summary>The same of the decoder: as many as the encoder where T5's file says nothing of it.</summary>
    public int? DecoderLayers => LayersOf(Json, "decoder_layers", "num_decoder_layers", "num_layers");

    /// <exception cref="CheckpointException">Not a JSON object.</exception>
    public static CheckpointConfig Parse(ReadOnlySpan<byte> utf8, string fileName)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 32, CommentHandling = JsonCommentHandling.Skip });
            var node = JsonNode.Parse(ref reader);
            // A reader stops behind the first value; this makes it complain of anything that follows.
            reader.Read();
            if (node is JsonObject json)
            {
                Decode(json);
                return new(fileName, json);
            }
        }
        catch (JsonException e) when (JsonFault.Of(utf8, e) is { } fault)
        {
            throw new CheckpointException($"{fileName}: {fault}", e);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            string why = e is ArgumentException ? "a key stands twice in one object." : e.Message;
            throw new CheckpointException($"{fileName}: not valid JSON: {why} Copy or download the file again.", e);
        }
        throw new CheckpointException($"{fileName}: not a JSON object. Copy or download the file again.");
    }

    public bool Flag(string key, bool missing) => Json[key] switch
    {
        null => missing,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        var other => throw new CheckpointException($"{FileName}: '{key}' must be true or false, not {Printable.Text(other.ToJsonString())}. Correct it."),
    };

    // As most architectures, T5's and GPT-2's call it.
    private static int? LayersOf(JsonObject json) => LayersOf(json, "num_hidden_layers", "num_layers", "n_layer");

    private static int? LayersOf(JsonObject json, params IEnumerable<string> keys) =>
        keys.Select(key => json[key]).FirstOrDefault(node => node is not null) is JsonValue value && value.TryGetValue(out int layers) ? layers : null;

    // Nodes decode their texts and look for keys that stand twice when they are asked, which would be too late for a message.
    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (_, value) in map)
                    Decode(value);
                break;
            case JsonArray list:
                foreach (var value in list)
                    Decode(value);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
