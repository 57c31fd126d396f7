using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.FlanT5;
using FusionFunctions.Samples;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Torch.Tests.Samples;

public sealed class SampleFilesTests
{
    public static TheoryData<string> Folders => [SampleBuilder.BaseFolder, .. SampleFamily.FineTuned];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Committed_files_are_small()
    {
        var files = new DirectoryInfo(SampleFamily.Root).EnumerateFiles("*", SearchOption.AllDirectories);

        Assert.InRange(files.Sum(file => file.Length), 1, 15_000_000);
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task Committed_checkpoint_loads_and_fits_the_vocabulary(string folder)
    {
        var store = new DirectoryBlobStore(SampleFamily.Root);
        var tokenizer = await T5Tokenizer.LoadAsync(store, SampleBuilder.BaseFolder, folder, Token);
        await using var checkpoint = await CheckpointFolder.OpenAsync(store, folder, folder, Token);

        using var model = await FlanT5Model.LoadAsync(checkpoint, Token);

        Assert.Equal(tokenizer.VocabularySize, model.Config.VocabularySize);
        Assert.False(model.Config.TieWordEmbeddings);
    }
}
