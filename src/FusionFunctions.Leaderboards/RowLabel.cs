using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FusionFunctions.Leaderboards;

/// <summary>Names rows as FusionBench's tables do: 'Task Arithmetic (λ=0.3)'.</summary>
public static partial class RowLabel
{
    private const string ScalingFactor = "scaling_factor";

    /// <param name="title">The method's name for readers, such as 'Ties-Merging'.</param>
    /// <param name="shown">The parameters that tell this row from others; none gives the title alone.</param>
    public static string Of(string title, JsonObject shown) =>
        shown.Count == 0
            ? title
            : $"{title} ({string.Join(", ", shown.Select(parameter => $"{(parameter.Key == ScalingFactor ? "λ" : parameter.Key)}={Text(parameter.Value)}"))})";

    /// <summary>A parameter's value as text: a string as it is, anything else as compact JSON.</summary>
    public static string Text(JsonNode? value) =>
        value is null ? "null"
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : Number().Replace(value.ToJsonString(), "${mantissa}e${sign}${exponent}");

    // As people write 1E-09; texts keep what they have.
    [GeneratedRegex("""(?<=^|[\[,:])(?<mantissa>-?[0-9.]+)E(\+|(?<sign>-?))0*(?<exponent>[0-9]+)(?=$|[\],}])""", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
