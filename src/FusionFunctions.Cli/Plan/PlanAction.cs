using FusionFunctions.Cli.Run;
using FusionFunctions.Costs;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Plan;

/// <summary>Prints a plan, and prices it.</summary>
internal static class PlanAction
{
    public static async Task<int> RunAsync(PlanSettings settings, CancellationToken cancellationToken)
    {
        var experiment = ExperimentFile.Read(settings.File, settings.Overrides, settings.Limit);
        var run = ExperimentRun.Of(experiment);
        var cost = settings.WithCost ? await CostAsync(run, settings, cancellationToken) : null;
        if (settings.IsJson)
        {
            PlanJson.Print(run, cost);
            return ExitCode.Done;
        }
        PlanText.Print(run, BlobStores.Open(settings.Store));
        if (cost is not null)
            CostText.Print(cost);
        return ExitCode.Done;
    }

    private static async Task<PlanCost> CostAsync(ExperimentRun run, PlanSettings settings, CancellationToken cancellationToken)
    {
        var table = settings.Prices is { } path ? PriceTable.ReadFile(path) : PriceTable.Default;
        DeviceProfile[] devices = [.. table.Devices.Where(device => settings.Device is null || device.Name == settings.Device)];
        if (devices.Length == 0)
            throw new ExperimentException($"{settings.Prices}: 'devices' has no '{settings.Device}'; add it, or leave --device out");
        var sizes = await ExperimentSizes.ReadAsync(run.Experiment, cancellationToken);
        return new(
            table, sizes.Notes,
            [.. devices.Select(device => Of(device, ConsumptionOf.Run(run, sizes, table, device, settings.Replicas, cancellationToken), table))]);
    }

    private static DeviceCost Of(DeviceProfile device, Consumption use, PriceTable table) => new(device, use, Bill.Of(use, device, table.Prices));
}
