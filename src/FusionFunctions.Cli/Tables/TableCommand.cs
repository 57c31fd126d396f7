using System.CommandLine;
using FusionFunctions.Cli.Bench;
using FusionFunctions.Leaderboards;
using FusionFunctions.Leaderboards.Reports;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Cli.Tables;

/// <summary><c>fusion table REPORT.json …</c></summary>
internal static class TableCommand
{
    private const int MaxBytes = 16 << 20;

    public static Command Create()
    {
        var reports = new Argument<string[]>("REPORT") { Description = "Report files of fusion bench or of FusionBench, a row each.", Arity = ArgumentArity.OneOrMore };
        var format = FormatOption.Create();
        var command = new Command("table", "Print reports as the tables of FusionBench's page.") { reports, format };
        command.SetAction(parsed => Console.Write(TableFormat.Write(
            ReportTable.Of([.. parsed.GetValue(reports)!.Select(Read)], BenchTasks.All), parsed.GetValue(format)!)));
        return command;
    }

    private static ReportScores Read(string path)
    {
        try
        {
            return new FileInfo(path).Length switch
            {
                // Reading a pipe would wait for whoever writes into it.
                0 => throw new LeaderboardException($"{path}: the file is empty, or it is a pipe or a device; name a file that holds the report."),
                > MaxBytes => throw new LeaderboardException($"{path}: the file is longer than {MaxBytes} bytes; is it a report?"),
                _ => ReportScores.Read(File.ReadAllText(path), path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LeaderboardException($"{path}: the report cannot be read: {e.Message}", e);
        }
    }
}
