using System.Text.Json.Serialization;

namespace FusionFunctions.Http.Runs;

[JsonConverter(typeof(JsonStringEnumConverter<RunPhase>))]
public enum RunPhase
{
    /// <summary>Accepted, and waiting for its turn.</summary>
    Pending,

    Running,
    Completed,
    Failed,

    /// <summary>Stopped by a caller.</summary>
    Terminated,
}
