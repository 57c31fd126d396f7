namespace FusionFunctions.Pipeline.Uploads;

/// <param name="Run">The run's name.</param>
/// <param name="Reason">For the user.</param>
public sealed record ReportFailureInput(string Run, string Reason);
