using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Leaderboards.Reports;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Bench;

/// <summary>A report on disk, whole whenever it is looked at.</summary>
/// <param name="path">Null for nowhere.</param>
internal sealed class ReportFile(string? path)
{
    public string? Path => path;

    public void Write(FusionBenchReport report)
    {
        if (path is null)
            return;
        try
        {
            Write(path, report.ToJson().ToJsonString() + "\n");
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
            throw new PipelineException($"{path}: the report cannot be written: {e.Message.TrimEnd('.')}. Give another place as report_save_path, or false for no report.", e);
        }
    }

    private static void Write(string path, string text)
    {
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        // In the same folder, so that the rename is one step.
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>FusionBench's part, as Python prints a dictionary.</summary>
    public static string Text(FusionBenchReport report) => Python(report.ToFusionBench());

    private static string Python(JsonNode? node) => node switch
    {
        null => "None",
        JsonObject map => $"{{{string.Join(", ", map.Select(entry => $"'{entry.Key}': {Python(entry.Value)}"))}}}",
        JsonValue value when value.TryGetValue(out long whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonValue value when value.TryGetValue(out double number) =>
            number.ToString(double.IsInteger(number) ? "0.0" : "R", CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };
}
