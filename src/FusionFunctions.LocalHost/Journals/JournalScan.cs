namespace FusionFunctions.LocalHost.Journals;

/// <summary>A first reading of a whole journal: is it sound, what does it say, where does the current attempt begin?</summary>
/// <param name="Summary">What the journal says as a whole.</param>
/// <param name="Started">The first line; null where there is none.</param>
/// <param name="AttemptLine">The line that began the current attempt.</param>
/// <param name="Length">How many bytes are whole lines.</param>
internal sealed record JournalScan(JournalSummary Summary, RunStarted? Started, long AttemptLine, long Length)
{
    public const int FormatVersion = 1;

    public static JournalScan Of(Stream stream, string path)
    {
        var reader = new JournalReader(stream, path);
        if (reader.Read() is not { } first)
            return new(new(JournalState.Missing), null, 0, 0);
        if (first is not RunStarted { Version: FormatVersion } started)
            throw new JournalException($"The journal '{path}' does not begin as version {FormatVersion} does; delete it to start the run anew.");

        var summary = new JournalSummary(JournalState.Unfinished, started.Orchestrator, started.Instance, started.Input, started.InputDigest, Attempts: 1);
        long attemptLine = 1;
        for (var next = reader.Read(); next is not null; next = reader.Read())
        {
            if (summary.State == JournalState.Completed || (summary.State == JournalState.Failed && next is not RunRestarted))
                throw new JournalException($"The journal '{path}' goes on at line {reader.Line} after its end; cut it before that line.");
            if (next is RunRestarted)
                attemptLine = reader.Line;
            summary = Apply(summary, next);
        }
        return new(summary with { Events = reader.Line }, started, attemptLine, reader.Offset);
    }

    private static JournalSummary Apply(JournalSummary summary, JournalEvent next) => next switch
    {
        RunRestarted restarted => summary with
        {
            State = JournalState.Unfinished, Attempts = restarted.Attempt, ErrorType = null, ErrorMessage = null,
        },
        RunCompleted completed => summary with { State = JournalState.Completed, Result = completed.Result },
        RunFailed failed => summary with { State = JournalState.Failed, ErrorType = failed.Error.Type, ErrorMessage = failed.Error.Message },
        _ => summary,
    };
}
