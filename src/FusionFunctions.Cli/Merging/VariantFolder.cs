using System.Text;
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
        string full = string.Join('_', method.Parameters
            .Select(parameter => $"{parameter.Name}-{RowLabel.Text(variant.Parameters[parameter.Name])}").Prepend(method.Name));
        var safe = new StringBuilder();
        foreach (char c in full)
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '-');
        // Two names may look alike once they are safe, or short.
        return safe.Length <= MaxLength && method.Parameters.All(parameter => IsPlain(RowLabel.Text(variant.Parameters[parameter.Name])))
            ? safe.ToString()
            : $"{safe.ToString()[..Math.Min(safe.Length, MaxLength)]}-{variant.Digest[..DigestLength]}";
    }

    private static bool IsPlain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
