using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Training;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Configuration;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Training;

public sealed class T5TrainerTests
{
    private const int Steps = 60;
    internal static readonly T5Config Config = new(
        24, ModelSize: 32, HeadSize: 8, FeedForwardSize: 48, EncoderLayers: 1, DecoderLayers: 1, Heads: 4,
        T5Activation.GeluNew, IsGated: true, TieWordEmbeddings: false);

    // The answer is the input's first token, raised by ten.
    internal static readonly TrainingExample[] Examples =
        [.. Enumerable.Range(0, 40).Select(i => new TrainingExample([3 + i % 10, 3 + i * 7 % 10, 1], [13 + i % 10, 1]))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_a_small_rule_makes_the_model_follow_it()
    {
        using var trainer = T5Trainer.Create(Config, 1);
        double before = Train(trainer, 1);

        double after = Train(trainer, Steps);

        var outputs = new FlanT5Model(trainer.Module).Generate([.. Examples.Select(example => example.InputIds)], new GenerationOptions(), null, Token);
        Assert.True(after < before / 4, $"{before} to {after}");
        Assert.True(Examples.Zip(outputs).Count(pair => pair.Second.SequenceEqual([0, .. pair.First.LabelIds])) > Examples.Length / 2);
    }

    [Fact]
    public async Task Train_twice_from_one_seed_gives_the_same_bytes()
    {
        Assert.Equal(await TrainedBytesAsync(7), await TrainedBytesAsync(7));
        Assert.NotEqual(await TrainedBytesAsync(7), await TrainedBytesAsync(8));
    }

    [Fact]
    public async Task Copy_trained_further_leaves_the_original_as_it_was()
    {
        using var trainer = T5Trainer.Create(Config, 1);
        byte[] before = await BytesAsync(trainer);
        using var copy = trainer.Copy();
        Assert.Equal(before, await BytesAsync(copy));

        Train(copy, 3);

        Assert.Equal(before, await BytesAsync(trainer));
        Assert.NotEqual(before, await BytesAsync(copy));
    }

    [Fact]
    public void Train_cancelled_stops()
    {
        using var trainer = T5Trainer.Create(Config, 1);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => trainer.Train([Examples], _ => 1e-3, cancellation.Token));
    }

    private static double Train(T5Trainer trainer, int steps) =>
        trainer.Train([.. Enumerable.Repeat(Examples, steps)], _ => 5e-3, Token);

    private static async Task<byte[]> TrainedBytesAsync(long seed)
    {
        using var trainer = T5Trainer.Create(Config, seed);
        Train(trainer, 5);
        return await BytesAsync(trainer);
    }

    private static async Task<byte[]> BytesAsync(T5Trainer trainer)
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        await using (var writer = await store.OpenWriteAsync(BlobPath.Parse("model.safetensors"), BlobWriteMode.Create, Token))
            await trainer.SaveAsync(writer, TensorDType.F32, Token);
        return await File.ReadAllBytesAsync(folder["model.safetensors"], Token);
    }
}
