namespace FusionFunctions.Costs.Rehearsals;

/// <summary>
/// What Durable Functions keeps of one orchestration: an event when something is asked for and another when it is there. The two events
/// around every episode of the orchestrator are counted as if each answer came in an episode of its own, which is the most there can be.
/// </summary>
/// <param name="input">Characters of the orchestration's input.</param>
internal sealed class InstanceHistory(int input)
{
    private long _calls;
    private long _characters = input;

    /// <param name="asked">Characters of the input.</param>
    /// <param name="answered">Characters of the result.</param>
    public void Called(int asked, int answered)
    {
        _calls++;
        _characters += asked + answered;
    }

    public void Waited() => _calls++;

    public HistorySize End(int result) => new(2 + 2 * _calls + 2 * (_calls + 1), _calls + 1, _characters + result);
}

/// <param name="Events">Rows of the history's table at most.</param>
/// <param name="Episodes">How often the orchestrator is woken at most.</param>
/// <param name="Characters">Of all inputs and results.</param>
public sealed record HistorySize(long Events, long Episodes, long Characters);
