using System.Net.Sockets;
using FusionFunctions.LocalHost;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>What the system refuses is told as it is.</summary>
public sealed class JournalFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>EFBIG is the second.</summary>
    public static TheoryData<Exception> Refusals => [new IOException("No space left."), new ArgumentOutOfRangeException("value", "Too long."), new UnauthorizedAccessException("Not yours.")];

    private string Lock => _folder["journal.lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_of_a_journal_that_another_has_tells_to_wait()
    {
        using var first = JournalFile.Open(_folder.Path, written: null);

        var error = Assert.Throws<JournalException>(() => JournalFile.Open(_folder.Path, written: null));

        Assert.Contains($"another process holds '{Lock}'. Wait for it to end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_with_a_lock_that_cannot_be_opened_does_not_tell_to_wait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows opens sockets as files.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Lock));

        var error = Assert.Throws<JournalException>(() => JournalFile.Open(_folder.Path, written: null));

        Assert.StartsWith($"The journal '{_folder["journal.jsonl"]}' cannot be opened: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Wait", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Flush_that_is_refused_names_the_journal_and_the_remedy(Exception refusal)
    {
        using var stream = new RefusingFile(_folder["file"], refusal);
        var writer = new JournalWriter(stream, "journal.jsonl", written: null);
        writer.Append(new RunRestarted(Attempt: 2));

        var error = Assert.Throws<JournalException>(writer.Flush);

        Assert.Equal($"The journal 'journal.jsonl' cannot be written: {refusal.Message} Free some space, then run again to continue.", error.Message);
    }

    private sealed class RefusingFile(string path, Exception refusal) : FileStream(path, FileMode.Create)
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw refusal;
    }
}
