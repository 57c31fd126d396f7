using System.Text.Json;
using FusionFunctions.Cli.Run;
using FusionFunctions.Http.Runs;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Serve;

/// <summary>What journals tell of runs that do not go on now.</summary>
internal sealed class RunJournals(IBlobStore store)
{
    public IEnumerable<string> Names => JournalFolder.Runs(store);

    public string Folder(string run) => JournalFolder.Of(run, store);

    /// <summary>Runs that nobody stopped and that have not ended.</summary>
    public IEnumerable<ExperimentRun> Unfinished()
    {
        foreach (string name in Names)
            if (!TerminationMark.IsSet(Folder(name))
                && Summary(name) is { State: JournalState.Unfinished, Input: { } input }
                && TryRead<ExperimentRun>(input) is { } run)
                yield return run;
    }

    /// <returns>Null where there is no such journal.</returns>
    public RunInfo? Find(string id) => Summary(id) switch
    {
        { State: JournalState.Completed, Result: { } result, Written: var ended } => TryRead<RunResult>(result) is { } read
            ? new(id, RunPhase.Completed, Result: read, Ended: ended)
            : new(id, RunPhase.Failed, Error: $"The result in {Folder(id)} is not of this version. Delete the folder and post the experiment again.", Ended: ended),
        { State: JournalState.Failed, ErrorMessage: var message, Written: var ended } => new(id, RunPhase.Failed, Error: message, Ended: ended),
        _ when TerminationMark.Find(Folder(id)) is { } stopped => new(id, RunPhase.Terminated, Ended: stopped),
        { State: JournalState.Missing } => null,
        _ => new(id, RunPhase.Pending),
    };

    // Null for what another version has written.
    private static T? TryRead<T>(JsonElement recorded)
        where T : class
    {
        try
        {
            return recorded.Deserialize<T>(JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    // One damaged journal must not hide the others.
    private JournalSummary Summary(string run)
    {
        try
        {
            return JournalSummary.Read(Folder(run));
        }
        catch (JournalException e)
        {
            return new(JournalState.Failed, ErrorMessage: e.Message);
        }
    }
}
