namespace FusionFunctions.LocalHost;

/// <summary>An orchestrator did something other than its journal says, or something that no journal can replay.</summary>
public sealed class NonDeterminismException(string message) : LocalHostException(message);
