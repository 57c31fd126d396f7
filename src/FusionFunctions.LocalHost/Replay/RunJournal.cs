using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Replay;

/// <summary>
/// The journal as a run sees it: first the recorded events, in their order, then new ones. A decision of an orchestrator is held
/// against the next recorded event, or recorded where there is none left.
/// </summary>
internal sealed class RunJournal(JournalFile file)
{
    private JournalReader? _reader;
    private JournalEvent? _next;

    public bool IsReplaying => _next is not null;

    /// <summary>The number of the line that was read or added last.</summary>
    public long Line => _reader is null ? file.Writer.Count : _reader.Line - 1;

    public string Path => file.Path;

    /// <summary>Begins to replay at a line; hands what stands before it to <paramref name="earlier"/>.</summary>
    public void Open(long firstLine, Action<long, JournalEvent> earlier)
    {
        _reader = file.Read();
        Advance();
        while (_next is not null && _reader is not null && _reader.Line < firstLine)
        {
            earlier(_reader.Line, _next);
            Advance();
        }
    }

    /// <returns>What happened next according to the journal; null once everything is replayed.</returns>
    /// <exception cref="NonDeterminismException">Orchestrators should have done something before that.</exception>
    public JournalEvent? NextInput()
    {
        var input = _next;
        if (input is null)
            return null;
        if (input.IsDecision())
            throw Differs("nothing");
        Advance();
        return input;
    }

    /// <returns>The decision's line.</returns>
    /// <exception cref="NonDeterminismException">The journal says otherwise.</exception>
    public long Decide(JournalEvent decision)
    {
        if (_next is null)
            return file.Writer.Append(decision);
        if (!JournalLine.SameContent(_next, decision))
            throw Differs(decision.Describe());
        Advance();
        return Line;
    }

    public void Append(JournalEvent input) => file.Writer.Append(input);

    public void Flush() => file.Writer.Flush();

    private void Advance()
    {
        _next = _reader?.Read();
        if (_next is not null || _reader is null)
            return;
        file.Writer.ContinueAfter(_reader);
        _reader = null;
    }

    private NonDeterminismException Differs(string found) => new(
        $"The orchestrator is not deterministic, or its code has changed since the run began: at line {Line + 1} of the journal '{Path}' " +
        $"expected {_next!.Describe()}, found {found}. Continue with the code that began the run, or delete the journal to start it anew.");
}
