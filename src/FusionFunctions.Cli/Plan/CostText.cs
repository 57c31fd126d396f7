using System.Globalization;
using FusionFunctions.Cli.Display;
using FusionFunctions.Costs;

namespace FusionFunctions.Cli.Plan;

/// <summary>Consumption and cost as two tables with a column for each kind of worker.</summary>
internal static class CostText
{
    private const double SecondsOfHour = 3600;

    public static void Print(PlanCost cost)
    {
        var first = cost.Devices[0].Use;
        Console.WriteLine($"Requests:    {Count(first.Requests)} to workers, for {Count(first.Rows)} prompts");
        Console.WriteLine($"Downloads:   {ByteSize.Text(first.DownloadedBytes)} from the hub into the store");
        Console.WriteLine($"Merged:      {ByteSize.Text(first.MergedBytes)} in the store");
        Console.WriteLine($"Egress:      {ByteSize.Text(first.EgressBytes)}; workers read {ByteSize.Text(first.WorkerBytes)} in the store's own region");
        Console.WriteLine();
        Columns.Print([Head("Consumption", cost), .. Uses(cost)], texts: 1);
        Console.WriteLine();
        Columns.Print([Head($"Cost in {cost.Table.Currency}", cost), .. Amounts(cost)], texts: 1);
        Console.WriteLine();
        foreach (string line in CostNotes.Of(cost))
            Console.WriteLine(line);
    }

    private static string[] Head(string title, PlanCost cost) =>
        [title, .. cost.Devices.Select(device => $"{device.Device.Name}{(device.Device.IsMeasured ? "" : ", estimate")}")];

    private static IEnumerable<string[]> Uses(PlanCost cost)
    {
        yield return Row("prompts/s of a replica", device => device.Device.PromptsPerSecond.ToString("#,0.#", CultureInfo.InvariantCulture));
        yield return Row("replicas", device => Count(device.Use.Replicas));
        yield return Row("hours from start to leaderboard", device => Number(device.Use.Elapsed.TotalSeconds / SecondsOfHour));
        yield return Row("replica-hours at work", device => Number(device.Use.BusySeconds / SecondsOfHour));
        yield return Row("replica-hours billed", device => Number(device.Use.ReplicaSeconds / SecondsOfHour));
        yield return Row("GPU-seconds billed", device => Count(device.Device.HasGpu ? (long)device.Use.ReplicaSeconds : 0));
        yield return Row("GB-months in the store", device => Number(device.Use.GbMonths));
        yield return Row("polls for results", device => Count(device.Use.Polls));
        yield return Row("function executions, at most", device => Count(device.Use.FunctionExecutions));
        yield return Row("function GB-seconds, at most", device => Count((long)device.Use.FunctionGbSeconds));
        yield return Row("calls to the store", device => Count(device.Use.StoreCalls.All));
        yield return Row("queue operations", device => Count(device.Use.QueueOperations));
        yield return Row("table operations", device => Count(device.Use.TableOperations));
        yield return Row("largest history: events, at most", device => Count(Largest(device.Use).Largest.Events));
        yield return Row("largest history: characters", device => Count(Largest(device.Use).Largest.Characters));
        yield return Row("requests that wait, at most", device => Count(device.Use.QueueDepth));

        string[] Row(string name, Func<DeviceCost, string> value) => [name, .. cost.Devices.Select(value)];
    }

    private static IEnumerable<string[]> Amounts(PlanCost cost)
    {
        foreach (var (index, line) in cost.Devices[0].Bill.Lines.Index())
            yield return [$"{line.Name.Replace('_', ' ')}, {line.Unit}", .. cost.Devices.Select(device => Number(device.Bill.Lines[index].Amount))];
        yield return ["total", .. cost.Devices.Select(device => Number(device.Bill.Total))];
    }

    private static Costs.Rehearsals.OrchestrationTally Largest(Consumption use) => use.Orchestrations.Values.MaxBy(orchestration => orchestration.Largest.Events)!;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("N2", CultureInfo.InvariantCulture);
}
