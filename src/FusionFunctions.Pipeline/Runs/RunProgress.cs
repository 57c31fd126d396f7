using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>Counts what is done and tells the host.</summary>
internal sealed class RunProgress(IOrchestrationContext context)
{
    private RunStatus _status = new(RunStage.Fetching, 0, 0, 0, 0);

    public void Enter(RunStage stage) => Set(_status with { Stage = stage });

    public void Expect(int merges, int rows) => Set(_status with { Merges = _status.Merges + merges, Rows = _status.Rows + rows });

    public void Merged(int count) => Set(_status with { MergesDone = _status.MergesDone + count });

    public void Evaluated(int rows) => Set(_status with { RowsDone = _status.RowsDone + rows });

    private void Set(RunStatus status)
    {
        _status = status;
        context.SetCustomStatus(status);
    }
}
