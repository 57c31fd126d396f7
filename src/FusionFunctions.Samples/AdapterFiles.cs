using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Training;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;

namespace FusionFunctions.Samples;

/// <summary>A LoRA adapter's folder as PEFT writes it.</summary>
public static class AdapterFiles
{
    /// <summary>As the published Flan-T5 adapters.</summary>
    internal static LoraSettings Lora { get; } = new(Rank: 16, Alpha: 32, Seeds.Adapters);

    public static string FolderOf(GlueTask task) => $"{SampleBuilder.FolderOf(task)}_lora-16";

    internal static async Task WriteAsync(IBlobStore store, GlueTask task, T5Trainer adapter, CancellationToken cancellationToken)
    {
        var config = LoraConfigJson.Of($"../{SampleBuilder.BaseFolder}", Lora.Rank, Lora.Alpha, LoraSettings.TargetModules, PeftTask.SequenceToSequence);
        await JsonFile.WriteAsync(store, $"{FolderOf(task)}/{ModelFiles.AdapterConfig}", config, cancellationToken);
        var path = BlobPath.Parse($"{FolderOf(task)}/{ModelFiles.AdapterWeights}");
        await using var file = await store.OpenWriteAsync(path, BlobWriteMode.Replace, cancellationToken);
        await adapter.SaveAdapterAsync(file, TensorDType.F32, cancellationToken);
    }
}
