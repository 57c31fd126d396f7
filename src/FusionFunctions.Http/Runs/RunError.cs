using System.Text.RegularExpressions;

namespace FusionFunctions.Http.Runs;

/// <summary>What a task hub keeps of a failure: <c>Namespace.Type: message</c> in the place of an output.</summary>
public static partial class RunError
{
    /// <returns>The message alone; null where nothing was kept.</returns>
    public static string? MessageOf(string? output) => output is null ? null : TypeName().Replace(output, "", 1);

    [GeneratedRegex(@"\A[A-Za-z_][\w.+`]*: ")]
    private static partial Regex TypeName();
}
