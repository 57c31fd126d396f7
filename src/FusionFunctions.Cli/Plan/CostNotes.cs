namespace FusionFunctions.Cli.Plan;

/// <summary>What a reader must know about the numbers above.</summary>
internal static class CostNotes
{
    private const int Width = 98;

    public static IEnumerable<string> Of(PlanCost cost)
    {
        var table = cost.Table;
        foreach (var (device, use, _) in cost.Devices)
        {
            foreach (string line in Wrap($"{device.Name}: {(device.IsMeasured ? "measured" : "estimate, not measured")}: {device.Source}."))
                yield return line;
            if (use.FailedRows > 0)
                foreach (string line in Wrap($"{device.Name}: {use.FailedRows} rows would lack scores: a request that waits for 24 hours fails. "
                    + "Give more --replicas, or run again, which does what is missing."))
                    yield return line;
        }
        foreach (string note in cost.Notes.SelectMany(Wrap))
            yield return note;
        foreach (string line in Wrap($"Prices as of {table.AsOf}; {table.Region}. Check https://azure.microsoft.com/pricing and give your own with --prices."))
            yield return line;
    }

    private static IEnumerable<string> Wrap(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = " ";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
