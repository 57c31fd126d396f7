using System.Text.Json.Serialization;

namespace FusionFunctions.Costs.Prices;

/// <summary>What one replica is, how fast it is and what its second costs.</summary>
/// <param name="Name"><c>t4</c>, <c>a100</c> or <c>cpu</c>, as the deployment's parameter <c>gpu</c> says it.</param>
/// <param name="PromptsPerSecond">Prompts of GLUE that a model of Flan-T5-base's size answers; other sizes go by their parameters.</param>
/// <param name="IsMeasured">Whether somebody has measured it; otherwise it is an estimate.</param>
/// <param name="Source">Where the number comes from.</param>
/// <param name="VCpus">Of the replica.</param>
/// <param name="MemoryGiB">Of the replica.</param>
/// <param name="GpuSecond">The price of its GPU for a second; 0 without one.</param>
public sealed record DeviceProfile(
    string Name, double PromptsPerSecond, bool IsMeasured, string Source,
    [property: JsonPropertyName("vcpus")] double VCpus, [property: JsonPropertyName("memory_gib")] double MemoryGiB, double GpuSecond)
{
    public bool HasGpu => Name != "cpu";
}
