namespace FusionFunctions.Costs.Prices;

/// <summary>In the table's currency; free grants are not taken off.</summary>
public sealed record UnitPrices(
    double VCpuSecond,
    double MemoryGiBSecond,
    double BlobGbMonth,
    double BlobWrites10K,
    double BlobReads10K,
    double BlobLists10K,
    double QueueOperations10K,
    double TableOperations10K,
    double FunctionExecutionsMillion,
    double FunctionGbSecond,
    double EgressGb);
