using System.Text.Json;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using static TorchSharp.torch;

namespace FusionFunctions.Torch.Tests.FlanT5;

/// <summary>The reference models and what Hugging Face transformers computed with them.</summary>
internal static class GoldenModels
{
    public static readonly string[] Names =
    [
        "tiny_v32128_e2d2_f32", "tiny_v32128_e2d2_f16", "tiny_v32128_e2d2_bf16",
        "tiny_v1024_e2d3_f32", "tiny_v1024_e2d3_f16", "tiny_v1024_e2d3_bf16",
        "tiny_v1024_e3d2_sharp_f32", "tiny_v1024_e3d2_sharp_f16", "tiny_v1024_e3d2_sharp_bf16",
    ];

    public static async Task<FlanT5Model> LoadAsync(string name, string device = "cpu")
    {
        string path = ReferenceData.Require("golden", "models", name);
        await using var folder = await CheckpointFolder.OpenAsync(
            new DirectoryBlobStore(path, LinkPolicy.Follow), "", name, TestContext.Current.CancellationToken);
        // On the processor a model that is told its device keeps no weights of which parts could be tried.
        return device == "cpu"
            ? await FlanT5Model.LoadAsync(folder, TestContext.Current.CancellationToken)
            : await FlanT5Model.LoadAsync(folder.Config, folder, device, ScalarType.Float32, TestContext.Current.CancellationToken);
    }

    public static IReadOnlyList<GoldenCase> Cases(string name) =>
        [.. File.ReadLines(ReferenceData.Require("golden", "cases", $"{name}.jsonl")).Select(line => JsonSerializer.Deserialize<GoldenCase>(line, s_options)!)];

    public static IReadOnlyList<GoldenBatch> Batches(string name) =>
        JsonSerializer.Deserialize<List<GoldenBatch>>(File.ReadAllText(ReferenceData.Require("golden", "cases", $"{name}.batches.json")), s_options)!;

    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

internal sealed record GoldenCase(
    int Id,
    int[] InputIds,
    float[][] EncoderLastHiddenFirst8,
    double EncoderAbsSum,
    int[] FirstStepTop20Ids,
    float[] FirstStepTop20Logits,
    int[] GreedyIds,
    double GreedyMinMargin)
{
    /// <summary>A smaller gap between the two likeliest tokens may flip by rounding alone.</summary>
    public bool IsDecided => GreedyMinMargin > 1e-4;
}

internal sealed record GoldenBatch(int[] CaseIds, int[][] InputIds, int[][] GreedyIdsPadded);
