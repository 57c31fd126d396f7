using FusionFunctions.Costs;
using FusionFunctions.Costs.Prices;

namespace FusionFunctions.Cli.Plan;

/// <param name="Table">What it was reckoned with.</param>
/// <param name="Notes">What was assumed about sizes.</param>
/// <param name="Devices">At least one.</param>
internal sealed record PlanCost(PriceTable Table, IReadOnlyList<string> Notes, IReadOnlyList<DeviceCost> Devices);

/// <summary>The whole run on workers of one kind.</summary>
internal sealed record DeviceCost(DeviceProfile Device, Consumption Use, Bill Bill);
