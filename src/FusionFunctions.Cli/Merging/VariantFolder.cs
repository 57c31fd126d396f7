using FusionFunctions.Experiments;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Cli.Merging;

/// <summary>Names a merged checkpoint's folder after its method and the parameters that the experiment writes: <c>task_arithmetic_scaling_factor-0.3</c>.</summary>
internal static class VariantFolder
{
    private const int MaxLength = 120;
    private const int DigestLength = 8;

    public static string Of(MethodSpec method, PlannedVariant variant)
    {
        (string Name, string Value)[] parameters = [.. method.Parameters.Where(parameter => variant.Parameters[parameter.Name] is not null)
            .Select(parameter => (parameter.Name, RowLabel.Text(variant.Parameters[parameter.Name])))];
        string full = string.Join('_', parameters.Select(parameter => $"{parameter.Name}-{parameter.Value}").Prepend(method.Name));
        string safe = string.Concat(full.Select(c => IsSafe(c) ? c : '-'));
        // Two names may look alike once they are safe, or short.
        return safe.Length <= MaxLength && parameters.All(parameter => parameter.Value.All(IsSafe))
            ? safe
            : $"{safe[..Math.Min(safe.Length, MaxLength)]}-{variant.Digest[..DigestLength]}";
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';
}
