using FusionFunctions.Costs.Prices;

namespace FusionFunctions.Costs;

/// <summary>A consumption at a table's prices.</summary>
/// <param name="Lines">In the order that they are printed.</param>
public sealed record Bill(IReadOnlyList<BillLine> Lines)
{
    private const double Gigabyte = 1e9;

    public double Total => Lines.Sum(line => line.Amount);

    public static Bill Of(Consumption use, DeviceProfile device, UnitPrices prices) => new(
    [
        new("gpu", "GPU-seconds", device.HasGpu ? use.ReplicaSeconds : 0, device.GpuSecond),
        new("vcpu", "vCPU-seconds", use.ReplicaSeconds * device.VCpus, prices.VCpuSecond),
        new("memory", "GiB-seconds", use.ReplicaSeconds * device.MemoryGiB, prices.MemoryGiBSecond),
        new("blob_storage", "GB-months", use.GbMonths, prices.BlobGbMonth),
        new("blob_writes", "writes", use.StoreCalls.Writes, prices.BlobWrites10K / 10_000),
        new("blob_reads", "reads", use.StoreCalls.Reads, prices.BlobReads10K / 10_000),
        new("blob_lists", "lists", use.StoreCalls.Lists, prices.BlobLists10K / 10_000),
        new("queues", "queue operations", use.QueueOperations, prices.QueueOperations10K / 10_000),
        new("tables", "table operations", use.TableOperations, prices.TableOperations10K / 10_000),
        new("function_executions", "executions", use.FunctionExecutions, prices.FunctionExecutionsMillion / 1_000_000),
        new("function_memory", "GB-seconds", use.FunctionGbSeconds, prices.FunctionGbSecond),
        new("egress", "GB", use.EgressBytes / Gigabyte, prices.EgressGb),
    ]);
}

/// <param name="Name">For machines.</param>
/// <param name="Unit">What <paramref name="Quantity"/> counts.</param>
/// <param name="Quantity">How many units.</param>
/// <param name="UnitPrice">In the table's currency.</param>
public sealed record BillLine(string Name, string Unit, double Quantity, double UnitPrice)
{
    public double Amount => Quantity * UnitPrice;
}
