using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>Counts what is done and tells the host.</summary>
internal sealed class RunProgress(IOrchestrationContext context)
{
    // Estimates beyond ten years are dropped: one that is long enough would overflow DateTime.
    private const double MostDays = 3650;

    private readonly ScoresSoFar _scores = new();
    private RunStatus _status = new(RunStage.Fetching, 0, 0, 0, 0);
    private DateTime _began;
    private long _rowsAnswered;

    public void Enter(RunStage stage)
    {
        _began = context.CurrentUtcDateTime;
        Set(_status with { Stage = stage });
    }

    public void Expect(int merges, int rows) => Set(_status with { Merges = _status.Merges + merges, Rows = _status.Rows + rows });

    public void Merged(int count) => Set(_status with { MergesDone = _status.MergesDone + count });

    /// <summary>These checkpoints could not be merged: nobody evaluates them.</summary>
    public void GivenUp(int merges, int rows) => Expect(-merges, -rows);

    /// <param name="evaluation">What came of a model.</param>
    /// <param name="rows">The examples of its tasks.</param>
    public void Evaluated(ModelEvaluation evaluation, int rows)
    {
        _scores.Add(evaluation);
        _rowsAnswered += evaluation.Tasks.Sum(task => task.RowsDone);
        var status = _status with { RowsDone = _status.RowsDone + rows, Scores = _scores.Best };
        Set(status with { EstimatedEnd = EstimatedEnd(status.Rows - status.RowsDone) });
    }

    // What was there already says nothing of the pace.
    private DateTime? EstimatedEnd(int rowsLeft)
    {
        if (_rowsAnswered == 0)
            return null;
        var elapsed = context.CurrentUtcDateTime - _began;
        double times = (double)rowsLeft / _rowsAnswered;
        return elapsed.TotalDays * times < MostDays ? context.CurrentUtcDateTime + (elapsed * times) : null;
    }

    private void Set(RunStatus status)
    {
        _status = status;
        context.SetCustomStatus(status);
    }
}
