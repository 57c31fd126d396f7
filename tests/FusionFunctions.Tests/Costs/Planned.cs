using FusionFunctions.Costs;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Costs;

/// <summary>Experiments, planned.</summary>
internal static class Planned
{
    public static string PageSized { get; } = File.ReadAllText(Path.Join(ReferenceData.RepositoryRoot, "samples", "page-sized.yaml"));

    public static DeviceProfile Device(string name) => PriceTable.Default.Devices.Single(device => device.Name == name);

    public static Task<Consumption> OfAsync(string experiment, string device, int replicas = 4) => OfAsync(experiment, Device(device), PriceTable.Default, replicas);

    public static async Task<Consumption> OfAsync(string experiment, DeviceProfile device, PriceTable table, int replicas)
    {
        var run = new ExperimentRun("planned-0123456789ab", ExperimentReader.Read(experiment, "planned.yaml", null, BuiltInCatalog.Instance));
        var sizes = await ExperimentSizes.ReadAsync(run.Experiment, TestContext.Current.CancellationToken);
        return ConsumptionOf.Run(run, sizes, table, device, replicas, TestContext.Current.CancellationToken);
    }
}
