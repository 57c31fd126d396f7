using FusionFunctions.Compute.Caching;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Workers;

public sealed class CacheFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100, "1,2,3,4")]
    [InlineData(101, "2,3,4")]
    [InlineData(200, "2,3,4")]
    [InlineData(201, "3,4")]
    [InlineData(500, "")]
    public void Room_costs_the_files_that_were_not_used_for_longest_and_no_others(long bytes, string kept)
    {
        for (int i = 1; i <= 4; i++)
        {
            File.WriteAllBytes(_folder[$"{i}"], new byte[100]);
            File.SetLastWriteTimeUtc(_folder[$"{i}"], DateTime.UtcNow.AddMinutes(i - 10));
        }

        new CacheFolder(_folder[""], maxBytes: 500).MakeRoom(bytes);

        Assert.Equal(kept, string.Join(',', Directory.GetFiles(_folder[""]).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void File_that_another_process_is_writing_stays_and_does_not_count()
    {
        File.WriteAllBytes(_folder[".tmp-1"], new byte[500]);
        File.WriteAllBytes(_folder["1"], new byte[100]);

        new CacheFolder(_folder[""], maxBytes: 500).MakeRoom(400);

        Assert.True(File.Exists(_folder[".tmp-1"]) && File.Exists(_folder["1"]));
    }
}
