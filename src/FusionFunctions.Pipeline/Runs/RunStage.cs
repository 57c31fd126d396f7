using System.Text.Json.Serialization;

namespace FusionFunctions.Pipeline.Runs;

[JsonConverter(typeof(JsonStringEnumConverter<RunStage>))]
public enum RunStage
{
    Fetching,
    Planning,
    Running,
    Writing,
}
