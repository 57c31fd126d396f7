using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Training;
using FusionFunctions.Samples;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Torch.Tests.Samples;
using FusionFunctions.Torch.Tests.Training;
using static TorchSharp.torch;

namespace FusionFunctions.Torch.Tests.FlanT5;

/// <summary>
/// TorchSharp passes native code the bare address of what managed code may have dropped. A collector that never rests finds what nobody keeps alive.
/// </summary>
public sealed class CollectedScalarsTests
{
    // Beyond the number of calls after which the runtime compiles a method so that it drops what it has read.
    private const int Layouts = 2000;
    private const int Rounds = 10;
    private const int TrainingRounds = 3;
    private const int TrainingSteps = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Slow")]
    public void Weights_are_laid_out_while_the_collector_runs()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var weight = rand([8, 8], generator: generator);
        var oneDnn = OneDnn.For(weight);
        Assert.SkipWhen(oneDnn is null, "There is no oneDNN here.");

        WhileCollecting(() =>
        {
            for (int i = 0; i < Layouts; i++)
                oneDnn!.TryLayOut(weight)?.Dispose();
        });
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Model_loaded_while_the_collector_runs_gives_the_same_answers()
    {
        var store = new DirectoryBlobStore(SampleFamily.Root);
        await using var checkpoint = await CheckpointFolder.OpenAsync(store, SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);
        var random = new Random(3);
        int[][] inputs = [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, random.Next(5, 90)).Select(_ => random.Next(3, 400)).Append(1).ToArray())];
        var expected = Answers();

        WhileCollecting(() =>
        {
            for (int i = 0; i < Rounds; i++)
                Assert.Equal(expected, Answers());
        });

        IReadOnlyList<IReadOnlyList<int>> Answers()
        {
            using var model = FlanT5Model.LoadAsync(checkpoint.Config, checkpoint, "cpu", ScalarType.Float32, Token).GetAwaiter().GetResult();
            return model.Generate(inputs, new() { Lanes = 2 }, null, Token);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Model_trained_while_the_collector_runs_learns_the_same()
    {
        double expected = Loss();

        WhileCollecting(() =>
        {
            for (int i = 0; i < TrainingRounds; i++)
                Assert.Equal(expected, Loss());
        });

        double Loss()
        {
            using var trainer = T5Trainer.Create(T5TrainerTests.Config, 1);
            return trainer.Train([.. Enumerable.Repeat(T5TrainerTests.Examples, TrainingSteps)], _ => 5e-3, Token);
        }
    }

    private static void WhileCollecting(Action work)
    {
        bool done = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            work();
        }
        finally
        {
            Volatile.Write(ref done, true);
            collector.Join();
        }
    }
}
