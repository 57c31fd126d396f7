using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>LoRA adapters of rank 16 on queries and values, as those that were published for Flan-T5-base.</summary>
internal static class LoraShapes
{
    private const int Rank = 16;

    public static string Config(string baseName) => LoraConfigJson.Of(baseName, Rank, 2 * Rank, ["q", "v"], PeftTask.SequenceToSequence).ToJsonString();

    public static IReadOnlyList<TensorInfo> FactorsOf(IEnumerable<TensorInfo> tensors) => [.. tensors.Where(IsTarget).SelectMany(Factors)];

    private static bool IsTarget(TensorInfo tensor) =>
        tensor.Name.EndsWith(".q.weight", StringComparison.Ordinal) || tensor.Name.EndsWith(".v.weight", StringComparison.Ordinal);

    private static IEnumerable<TensorInfo> Factors(TensorInfo tensor)
    {
        string module = $"base_model.model.{tensor.Name[..^".weight".Length]}";
        yield return new($"{module}.lora_A.weight", TensorDType.F32, [Rank, tensor.Shape[1]]);
        yield return new($"{module}.lora_B.weight", TensorDType.F32, [tensor.Shape[0], Rank]);
    }
}
