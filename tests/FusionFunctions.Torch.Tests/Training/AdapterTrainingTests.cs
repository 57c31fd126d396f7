using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Training;
using FusionFunctions.Samples;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Samples;

namespace FusionFunctions.Torch.Tests.Training;

public sealed class AdapterTrainingTests
{
    private static readonly LoraSettings s_lora = new(Rank: 4, Alpha: 8, Seed: 1);

    private static readonly TrainingExample[] s_examples =
        [.. Enumerable.Range(0, 20).Select(i => new TrainingExample([3 + i, 40 + i * 7 % 10, 1], [13 + i % 10, 1]))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Train_an_adapter_leaves_the_base_as_it_was()
    {
        using var trainer = await LoadAsync();
        byte[] before = await BytesAsync(trainer);
        using var adapter = trainer.CopyWithAdapter(s_lora);
        Assert.Equal(Generate(new FlanT5Model(trainer.Module)), Generate(new FlanT5Model(adapter.Module)));

        Train(adapter);

        Assert.Equal(before, await BytesAsync(trainer));
        Assert.Equal(before, await BytesAsync(adapter));
        Assert.NotEqual(Generate(new FlanT5Model(trainer.Module)), Generate(new FlanT5Model(adapter.Module)));
    }

    [Fact]
    public async Task Saved_adapter_on_its_base_answers_as_the_trained_model()
    {
        using var folder = new TemporaryFolder();
        using var trainer = await LoadAsync();
        using var trained = trainer.CopyWithAdapter(s_lora);
        Train(trained);
        var store = new DirectoryBlobStore(folder.Path);
        await using (var file = await store.OpenWriteAsync(BlobPath.Parse("adapter_model.safetensors"), BlobWriteMode.Create, Token))
            await trained.SaveAdapterAsync(file, TensorDType.F32, Token);
        await store.WriteTextAsync(
            BlobPath.Parse("adapter_config.json"),
            """{ "peft_type": "LORA", "r": 4, "lora_alpha": 8, "bias": "none", "target_modules": ["q", "v"] }""",
            BlobWriteMode.Create,
            Token);

        await using var checkpoint = await OpenAsync();
        await using var merged = MergedAdapterReader.Create(checkpoint, await AdapterFolder.OpenAsync(store, "", "adapter", Token));
        using var model = await FlanT5Model.LoadAsync(checkpoint.Config, merged, Token);

        Assert.Equal(Generate(new FlanT5Model(trained.Module)), Generate(model));
    }

    private static Task<CheckpointFolder> OpenAsync() =>
        CheckpointFolder.OpenAsync(new DirectoryBlobStore(SampleFamily.Root), SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);

    private static async Task<T5Trainer> LoadAsync()
    {
        await using var checkpoint = await OpenAsync();
        return await T5Trainer.LoadAsync(checkpoint, Token);
    }

    private static void Train(T5Trainer trainer) => trainer.Train([.. Enumerable.Repeat(s_examples, 20)], _ => 2e-2, Token);

    private static IReadOnlyList<int[]> Generate(FlanT5Model model) =>
        model.Generate([.. s_examples.Select(example => example.InputIds)], new GenerationOptions(), null, Token);

    private static async Task<byte[]> BytesAsync(T5Trainer trainer)
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        await using (var file = await store.OpenWriteAsync(BlobPath.Parse("weights"), BlobWriteMode.Create, Token))
            await trainer.SaveAsync(file, TensorDType.F32, Token);
        return await File.ReadAllBytesAsync(folder["weights"], Token);
    }
}
