using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.Samples;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Torch.Tests.Samples;

namespace FusionFunctions.Torch.Tests.Evaluations;

[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    // What is allocated is counted for the whole process: no other test may run beside this one.
    private const int Rows = 10_000;
    private const long AllowedBytes = 16L << 20;
    private const long AllocatedTensor = 64L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Category", "Slow")]
    public async Task Generate_ten_thousand_rows_leaves_no_native_memory_behind(int lanes)
    {
        Assert.SkipUnless(SeesTensors(), "What libtorch has allocated is counted by glibc (2.33 and later) alone.");
        var store = new DirectoryBlobStore(SampleFamily.Root);
        await using var checkpoint = await CheckpointFolder.OpenAsync(store, SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);
        using var model = await FlanT5Model.LoadAsync(checkpoint, Token);
        var options = new GenerationOptions { Lanes = lanes };
        var random = new Random(1);
        // As much at a time as later, so that what is kept from batch to batch is there.
        Answer(2_000);
        long? before = AllocatedBytes();

        for (int row = 0; row < Rows; row += 1_000)
            Answer(1_000);

        Assert.InRange(AllocatedBytes()!.Value - before!.Value, long.MinValue, AllowedBytes);

        void Answer(int rows) => model.Generate([.. Enumerable.Range(0, rows).Select(_ => RandomInput())], options, null, Token);

        int[] RandomInput() => [.. Enumerable.Range(0, random.Next(10, 120)).Select(_ => random.Next(3, model.Config.VocabularySize)), 1];
    }

    // Another allocator may have been put in glibc's place.
    private static bool SeesTensors()
    {
        long? before = AllocatedBytes();
        using var tensor = TorchSharp.torch.zeros(AllocatedTensor, TorchSharp.torch.ScalarType.Byte);
        return AllocatedBytes() - before >= AllocatedTensor / 2;
    }

    private static long? AllocatedBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return NativeMemory.AllocatedBytes();
    }
}
