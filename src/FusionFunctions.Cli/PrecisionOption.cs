using System.CommandLine;
using FusionFunctions.Experiments;

namespace FusionFunctions.Cli;

/// <summary>The option that says what models compute with, in place of the experiment's own <c>precision</c>.</summary>
internal static class PrecisionOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--precision")
        {
            Description = "What models compute with: f32 (default, faithful), tf32 (on a GPU), bf16. Others than f32 may change scores, which are kept apart.",
        };
        option.AcceptOnly([.. PrecisionName.All]);
        return option;
    }

    public static Precision? Find(string? name) => name is null ? null : PrecisionName.Find(name);

    /// <summary>As <c>--set</c> would say it.</summary>
    public static IEnumerable<string> AsOverride(string? name) => name is null ? [] : [$"precision={name}"];
}
