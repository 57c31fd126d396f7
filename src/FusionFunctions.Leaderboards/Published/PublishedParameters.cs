using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards.Published;

/// <summary>Whether a method ran with the parameters that a published row was made with, or with those of the command that the page prints for it.</summary>
internal static class PublishedParameters
{
    private const string ScalingFactor = "scaling_factor";

    // Beyond the rounding of a factor that was counted up in steps of 0.1.
    private const double FactorTolerance = 1e-9;

    /// <param name="published">Its settings are those that it was made with and that the page's command does not give.</param>
    /// <param name="usual">What the page's command leaves as it is: the method's other parameters.</param>
    /// <param name="used">Measured with; what is missing is as usual.</param>
    public static bool AreOf(PublishedRow published, JsonObject usual, JsonObject used) =>
        HasFactor(published.ScalingFactor, used[ScalingFactor])
        && used.Where(parameter => parameter.Key != ScalingFactor || published.ScalingFactor is null)
            .All(parameter => Same(parameter.Value, usual[parameter.Key]) || Same(parameter.Value, published.Settings?[parameter.Key]));

    private static bool HasFactor(double? published, JsonNode? used) =>
        published is null
        || (used?.GetValueKind() == JsonValueKind.Number && Math.Abs(published.Value - JsonSerializer.SerializeToElement(used).GetDouble()) < FactorTolerance);

    // A number is the same however it is written.
    private static bool Same(JsonNode? used, JsonNode? published) =>
        used is not null && published is not null && JsonElement.DeepEquals(JsonSerializer.SerializeToElement(used), JsonSerializer.SerializeToElement(published));
}
