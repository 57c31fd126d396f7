namespace FusionFunctions.Compute.Workers;

/// <summary>A request whose workers never came back.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
