using System.CommandLine;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Cli.Tables;

/// <summary>The option that chooses the form of a table.</summary>
internal static class FormatOption
{
    public static Option<string> Create()
    {
        var format = new Option<string>("--format") { Description = "Markdown, CSV or JSON.", DefaultValueFactory = _ => TableFormat.Markdown };
        format.AcceptOnly([.. TableFormat.All]);
        return format;
    }
}
