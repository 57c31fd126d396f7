using System.Text.Json;
using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost;

/// <summary>What a journal says of its run as a whole.</summary>
/// <param name="State">Where the run stands.</param>
/// <param name="Orchestrator">Its name; like all that follows, null where nothing was recorded.</param>
/// <param name="InstanceId">The run's instance id.</param>
/// <param name="Input">The recorded input.</param>
/// <param name="InputDigest">SHA-256 of the input's JSON, in hexadecimal.</param>
/// <param name="Attempts">1, and one more for each time the run was taken up after a failure.</param>
/// <param name="Events">How many events the journal holds.</param>
/// <param name="Result">The result of a completed run.</param>
/// <param name="ErrorType">The type name of what failed the run.</param>
/// <param name="ErrorMessage">The message of what failed the run.</param>
/// <param name="Written">When the journal was last written.</param>
public sealed record JournalSummary(
    JournalState State, string? Orchestrator = null, string? InstanceId = null, JsonElement? Input = null, string? InputDigest = null,
    int Attempts = 0, long Events = 0, JsonElement? Result = null, string? ErrorType = null, string? ErrorMessage = null,
    DateTimeOffset? Written = null)
{
    /// <summary>Reads a journal, also while it is being written.</summary>
    /// <param name="journalFolder">The folder that was given to <see cref="EmbeddedHost.RunAsync"/>.</param>
    /// <exception cref="JournalException">The journal is damaged or cannot be read.</exception>
    public static JournalSummary Read(string journalFolder)
    {
        string path = JournalFile.PathIn(journalFolder);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return JournalScan.Of(stream, path).Summary with { Written = File.GetLastWriteTimeUtc(stream.SafeFileHandle) };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(JournalState.Missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal '{path}' cannot be read: {e.Message}", e);
        }
    }
}
