using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Benchmarks.Measuring;

/// <summary>What <c>--json FILE</c> asks for.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <param name="file">null: nobody asked.</param>
    /// <param name="report">What was measured.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(string? file, JsonNode report, CancellationToken cancellationToken)
    {
        if (file is not null)
            await File.WriteAllTextAsync(file, report.ToJsonString(s_indented) + "\n", cancellationToken);
    }
}
