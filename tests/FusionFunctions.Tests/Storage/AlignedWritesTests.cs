using CsCheck;
using FusionFunctions.Storage.Directories.Writing;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

public sealed class AlignedWritesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_of_any_lengths_stand_one_after_the_other_and_whole_pieces_are_written_at_once() =>
        Gen.Int[0, 3 * AlignedWrites.Alignment].Array[0, 8].Sample(
            lengths =>
            {
                byte[] all = new byte[lengths.Sum()];
                new Random(lengths.Length).NextBytes(all);
                string path = _folder[Guid.NewGuid().ToString("N")];
                using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
                using (var writes = new AlignedWrites(file))
                {
                    int at = 0;
                    foreach (int length in lengths)
                    {
                        writes.Append(all.AsMemory(at, length));
                        at += length;
                        Assert.Equal(at / AlignedWrites.Alignment * AlignedWrites.Alignment, writes.Written);
                    }
                    writes.End();
                    Assert.Equal(all.Length, writes.Written);
                }
                Assert.Equal(all, File.ReadAllBytes(path));
                File.Delete(path);
            },
            iter: 50);

    [Fact]
    public void Append_that_failed_counts_for_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs Linux' /dev/full, the disk that is always full.");
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using var writes = new AlignedWrites(full);
        writes.Append(new byte[10]);

        Assert.Throws<IOException>(() => writes.Append(new byte[AlignedWrites.Alignment]));
        Assert.Throws<IOException>(writes.End);

        Assert.Equal(0, writes.Written);
    }
}
