using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Tokenization.SentencePiece;
using FusionFunctions.Tests.Checkpoints;
using FusionFunctions.Tests.T5Format.Tokenization;

namespace FusionFunctions.Tests.Pipeline;

public sealed class FetchTokenizerTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public async Task Digest_is_that_of_the_vocabulary_where_there_is_one(bool isRead)
    {
        _folder.With("spiece.model", SmallVocabulary.Bytes(SmallVocabulary.Specials)).With("tokenizer.json", "{}");

        Assert.Equal(await FileDigest.OfAsync(_folder.Store, BlobPath.Parse("spiece.model"), Cancel), (await FetchAsync(isRead)).Digest);
    }

    [Fact]
    public async Task Pieces_of_the_vocabulary_are_counted_for_an_evaluation_alone()
    {
        _folder.With("spiece.model", SmallVocabulary.Bytes([.. SmallVocabulary.Specials, ("a", -1, PieceType.Normal)]));

        Assert.Equal(4, (await FetchAsync(isRead: true)).Pieces);
        Assert.Null((await FetchAsync(isRead: false)).Pieces);
    }

    [Fact]
    public async Task Vocabulary_that_cannot_be_opened_is_taken_for_a_merge_and_refused_for_an_evaluation()
    {
        _folder.With("spiece.model", SmallVocabulary.Bytes(SmallVocabulary.Specials)[..^1]);

        Assert.Equal(await FileDigest.OfAsync(_folder.Store, BlobPath.Parse("spiece.model"), Cancel), (await FetchAsync(isRead: false)).Digest);
        var error = await Assert.ThrowsAsync<T5FormatException>(() => FetchAsync(isRead: true));
        Assert.StartsWith($"{Path.GetDirectoryName(_folder["x"])}: spiece.model is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_the_vocabulary_is_taken_for_a_merge_and_refused_for_an_evaluation()
    {
        _folder.With("vocab.json", "{}").With("merges.txt", "");

        Assert.Equal(await FileDigest.OfAsync(_folder.Store, BlobPath.Parse("vocab.json"), Cancel), (await FetchAsync(isRead: false)).Digest);
        var error = await Assert.ThrowsAsync<T5FormatException>(() => FetchAsync(isRead: true));
        Assert.EndsWith(
            ": has no spiece.model, T5's vocabulary. Copy it from the original model, or name a folder that has it as 'tokenizer:' of the model pool.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_any_tokenizer_is_refused()
    {
        _folder.With("config.json", "{}").With("tokenization_own.py", "");

        var error = await Assert.ThrowsAsync<CheckpointException>(() => FetchAsync(isRead: false));

        Assert.Contains("has no files of a tokenizer, such as tokenizer.json.", error.Message, StringComparison.Ordinal);
    }

    private Task<FetchedTokenizer> FetchAsync(bool isRead) =>
        new FetchTokenizer(new([new LocalFolders()]), new BlobLocations(_folder.Store))
            .RunAsync(new(new(CheckpointKind.Folder, Path.GetDirectoryName(_folder["x"])!), isRead), Cancel);
}
