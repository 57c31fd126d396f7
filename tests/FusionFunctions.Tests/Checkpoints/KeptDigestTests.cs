using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using Microsoft.Extensions.Time.Testing;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class KeptDigestTests : IDisposable
{
    private const int Large = 5 << 20;
    private static readonly BlobPath s_file = BlobPath.Parse("model.safetensors");
    private readonly TemporaryFolder _folder = new();
    private readonly CountingStore _models;
    private readonly DirectoryBlobStore _store;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow.AddMinutes(1));

    public KeptDigestTests()
    {
        Directory.CreateDirectory(_folder["models"]);
        _models = new(new DirectoryBlobStore(_folder["models"]));
        _store = new(_folder["store"]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Model => _folder["models", "model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Digest_of_a_file_that_stays_is_taken_once_for_all_processes()
    {
        Write(1);
        string digest = await OfAsync();
        var calls = _models.Calls;

        Assert.Equal(digest, await OfAsync());
        Assert.Equal(await FileDigest.OfAsync(new DirectoryBlobStore(_folder["models"]), s_file, Cancel), digest);
        // Only looked at.
        Assert.Equal(calls.Reads + 1, _models.Calls.Reads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Digest_of_a_file_whose_size_and_time_were_made_to_look_the_same_is_taken_again(bool isReplaced)
    {
        Write(1);
        var written = File.GetLastWriteTimeUtc(Model);
        string digest = await OfAsync();

        // Some systems' clocks of files tick a few times a second.
        await Task.Delay(20, Cancel);
        if (isReplaced)
            File.Delete(Model);
        Write(2);
        File.SetLastWriteTimeUtc(Model, written);

        Assert.NotEqual(digest, await OfAsync());
    }

    [Fact]
    public async Task Digest_of_a_file_that_was_just_written_is_not_kept()
    {
        Write(1);
        _time.AdjustTime(File.GetLastWriteTimeUtc(Model).AddSeconds(9));

        await OfAsync();

        Assert.False(Directory.Exists(_folder["store"]));
    }

    [Fact]
    public async Task Digest_of_a_file_that_changes_while_it_is_taken_is_not_kept()
    {
        Write(1);

        await new KeptDigests(_store, new AskedBeforeReading(() => File.AppendAllText(Model, "more"))).OfAsync(_models, s_file, Cancel);

        Assert.False(Directory.Exists(_folder["store"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    public async Task Kept_text_that_is_damaged_is_replaced(string text)
    {
        Write(1);
        string digest = await OfAsync();
        string kept = Assert.Single(Directory.GetFiles(_folder["store"], "*", SearchOption.AllDirectories));
        string whole = await File.ReadAllTextAsync(kept, Cancel);

        await File.WriteAllTextAsync(kept, text, Cancel);

        Assert.Equal(digest, await OfAsync());
        Assert.Equal(whole, await File.ReadAllTextAsync(kept, Cancel));
        Assert.EndsWith(digest, whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_is_taken_where_the_store_cannot_be_written()
    {
        Write(1);
        await File.WriteAllTextAsync(_folder["store"], "a file where the store should be", Cancel);

        Assert.Equal(64, (await OfAsync()).Length);
    }

    [Fact]
    public async Task Digest_of_a_small_file_is_not_kept()
    {
        await File.WriteAllBytesAsync(Model, new byte[100], Cancel);

        await OfAsync();

        Assert.False(Directory.Exists(_folder["store"]));
    }

    private Task<string> OfAsync() => new KeptDigests(_store, _time).OfAsync(_models, s_file, Cancel);

    private void Write(byte value)
    {
        byte[] bytes = new byte[Large];
        Array.Fill(bytes, value);
        File.WriteAllBytes(Model, bytes);
    }

    private sealed class AskedBeforeReading(Action change) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            change();
            return DateTimeOffset.UtcNow.AddMinutes(1);
        }
    }
}
