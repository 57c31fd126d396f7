namespace FusionFunctions.Pipeline;

/// <summary>The names under which hosts register orchestrators and activities. They stand in journals and histories: never rename one.</summary>
public static class StepNames
{
    public const string RunExperiment = "RunExperiment";
    public const string EvaluateModel = "EvaluateModel";
    public const string EvaluateTask = "EvaluateTask";

    public const string PinRevision = "PinRevision";
    public const string FetchCheckpoint = "FetchCheckpoint";
    public const string FetchTokenizer = "FetchTokenizer";
    public const string FetchDataset = "FetchDataset";
    public const string PlanMerge = "PlanMerge";
    public const string SubmitCompute = "SubmitCompute";
    public const string PollCompute = "PollCompute";
    public const string ScoreTask = "ScoreTask";
    public const string WriteLeaderboard = "WriteLeaderboard";
    public const string ReportFailure = "ReportFailure";
}
