using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Samples;

/// <summary>spiece.model and the files that tell Hugging Face's T5Tokenizer how to read it.</summary>
internal static class TokenizerFiles
{
    private const int Sentinels = 100;

    public static async Task WriteAsync(IBlobStore store, string folder, byte[] vocabulary, CancellationToken cancellationToken)
    {
        await store.WriteBytesAsync(BlobPath.Parse($"{folder}/{ModelFiles.Vocabulary}"), vocabulary, BlobWriteMode.Replace, cancellationToken);
        await JsonFile.WriteAsync(store, $"{folder}/{ModelFiles.SpecialTokens}", SpecialTokens(), cancellationToken);
        await JsonFile.WriteAsync(store, $"{folder}/{ModelFiles.TokenizerConfig}", Tokenizer(), cancellationToken);
    }

    private static JsonObject SpecialTokens() => new()
    {
        ["additional_special_tokens"] = SentinelTokens(),
        ["eos_token"] = "</s>",
        ["pad_token"] = "<pad>",
        ["unk_token"] = "<unk>",
    };

    private static JsonObject Tokenizer() => new()
    {
        ["additional_special_tokens"] = SentinelTokens(),
        ["eos_token"] = "</s>",
        ["extra_ids"] = Sentinels,
        ["model_max_length"] = 512,
        ["pad_token"] = "<pad>",
        ["sp_model_kwargs"] = new JsonObject(),
        ["tokenizer_class"] = "T5Tokenizer",
        ["unk_token"] = "<unk>",
    };

    private static JsonArray SentinelTokens() => [.. Enumerable.Range(0, Sentinels).Select(i => (JsonNode)$"<extra_id_{i}>")];
}
