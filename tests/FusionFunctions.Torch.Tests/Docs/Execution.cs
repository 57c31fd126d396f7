namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Where a documented command is executed.</summary>
internal abstract record Execution
{
    /// <summary>By <see cref="ExecutedCommandTests"/>, in a folder with the sample and a hub on this machine, see <see cref="ReadersFolder"/>.</summary>
    /// <param name="Command">The line that is executed, where the documented one has places to fill in.</param>
    public sealed record Here(string? Command = null) : Execution;

    /// <summary>The same, while <c>fusion serve</c> runs in that folder.</summary>
    public sealed record Served(string? Command = null) : Execution;

    /// <summary>By a test of its own.</summary>
    public sealed record ByTest(Type Class, string Method) : Execution;

    /// <summary>By <c>.ci/run</c>, which has this line.</summary>
    public sealed record ByContinuousIntegration(string Line) : Execution;
}
