using System.Text.Json.Nodes;
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
        await JsonFile.WriteAsync(store, $"{FolderOf(task)}/adapter_config.json", Config(), cancellationToken);
        var path = BlobPath.Parse($"{FolderOf(task)}/adapter_model.safetensors");
        await using var file = await store.OpenWriteAsync(path, BlobWriteMode.Replace, cancellationToken);
        await adapter.SaveAdapterAsync(file, TensorDType.F32, cancellationToken);
    }

    private static JsonObject Config() => new()
    {
        ["base_model_name_or_path"] = $"../{SampleBuilder.BaseFolder}",
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
        ["lora_alpha"] = Lora.Alpha,
        ["lora_dropout"] = 0.0,
        ["peft_type"] = "LORA",
        ["r"] = Lora.Rank,
        ["target_modules"] = new JsonArray([.. LoraSettings.TargetModules.Select(module => JsonValue.Create(module))]),
        ["task_type"] = "SEQ_2_SEQ_LM",
        ["use_dora"] = false,
        ["use_rslora"] = false,
    };
}
