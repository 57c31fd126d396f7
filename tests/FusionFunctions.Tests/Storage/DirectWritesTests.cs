using CsCheck;
using FusionFunctions.Storage.Directories.Writing;
using FusionFunctions.Tests.Reference;
using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Tests.Storage;

public sealed class DirectWritesTests : IDisposable
{
    private const int PieceBytes = 4 * DirectPiece.Alignment;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public DirectWritesTests()
    {
        using var file = Create("probe");
        Assert.SkipUnless(DirectAccess.TryBegin(file), "Needs Linux, and a file system that can be written directly.");
    }

    public void Dispose() => _folder.Dispose();

    // No disk takes 1000 bytes directly, and few take 512.
    [Theory, InlineData(PieceBytes), InlineData(512), InlineData(1000)]
    public Task Bytes_of_any_lengths_stand_one_after_the_other_whatever_the_disk_takes_directly(int pieceBytes)
    {
        var room = new DirectRoom(long.MaxValue, pieceBytes);
        return Gen.Int[0, 3 * PieceBytes].Array[0, 8].SampleAsync(
            async lengths =>
            {
                byte[] all = new byte[lengths.Sum()];
                new Random(lengths.Length).NextBytes(all);
                string name = Guid.NewGuid().ToString("N");
                using (var file = Create(name))
                {
                    await using var writes = DirectWrites.TryCreate(file, room)!;
                    int at = 0;
                    foreach (int length in lengths)
                    {
                        byte[] bytes = all[at..(at + length)];
                        await writes.AppendAsync(bytes, Cancel);
                        bytes.AsSpan().Clear();
                        at += length;
                    }
                    await writes.EndAsync();
                }
                Assert.Equal(all, await File.ReadAllBytesAsync(_folder[name], Cancel));
                File.Delete(_folder[name]);
            },
            iter: 50);
    }

    [Fact]
    public async Task Files_that_there_is_no_memory_for_are_refused_until_another_is_done()
    {
        var room = new DirectRoom(2 * DirectRoom.LeastOfFile * PieceBytes, PieceBytes);
        using var file = Create("file");
        var first = DirectWrites.TryCreate(file, room)!;
        await using var second = DirectWrites.TryCreate(file, room);

        Assert.NotNull(second);
        Assert.Null(DirectWrites.TryCreate(file, room));
        await first.DisposeAsync();
        await first.DisposeAsync();

        await using var third = DirectWrites.TryCreate(file, room);
        Assert.NotNull(third);
        Assert.Null(DirectWrites.TryCreate(file, room));
    }

    [Fact]
    public async Task File_takes_more_memory_when_the_disk_is_late_but_leaves_that_of_another_and_gives_all_back()
    {
        const int pieces = (2 * DirectRoom.LeastOfFile) + 1;
        var room = new DirectRoom(pieces * PieceBytes, PieceBytes);
        using var file = Create("file");
        await using (var writes = DirectWrites.TryCreate(file, room)!)
        {
            Assert.True(room.TryGrow());
            Assert.False(room.TryGrow());
            Assert.True(room.TryEnter(DirectRoom.LeastOfFile));
            room.Leave(DirectRoom.LeastOfFile + 1);
            await writes.AppendAsync(new byte[100 * PieceBytes], Cancel);
            await writes.EndAsync();
        }

        Assert.True(room.TryEnter(pieces));
        Assert.False(room.TryEnter(1));
    }

    [Fact]
    public async Task Piece_that_cannot_be_written_fails_what_follows_and_keeps_nobody_waiting()
    {
        Create("file").Dispose();
        using var file = File.OpenHandle(_folder["file"], FileMode.Open, FileAccess.Read);
        await using var writes = DirectWrites.TryCreate(file, new(long.MaxValue, PieceBytes))!;

        await Assert.ThrowsAnyAsync<Exception>(async () => await writes.AppendAsync(new byte[100 * PieceBytes], Cancel));
        await Assert.ThrowsAnyAsync<Exception>(async () => await writes.EndAsync());
    }

    [Fact]
    public void File_that_cannot_be_written_directly_leaves_its_room_to_others()
    {
        using var device = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        using var file = Create("file");
        var room = new DirectRoom(DirectRoom.LeastOfFile * PieceBytes, PieceBytes);

        Assert.Null(DirectWrites.TryCreate(device, room));
        Assert.NotNull(DirectWrites.TryCreate(file, room));
    }

    [Fact]
    public void Access_is_direct_between_its_beginning_and_its_end()
    {
        using var file = Create("file");
        DirectAccess.TryBegin(file);
        int direct = Flags();

        DirectAccess.End(file);

        int @else = Flags();
        Assert.NotEqual(@else, direct);
        Assert.Equal(@else, direct & @else);

        int Flags()
        {
            string line = File.ReadLines($"/proc/self/fdinfo/{file.DangerousGetHandle()}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return Convert.ToInt32(line["flags:".Length..].Trim(), fromBase: 8);
        }
    }

    private SafeFileHandle Create(string name) => File.OpenHandle(_folder[name], FileMode.CreateNew, FileAccess.Write);
}
