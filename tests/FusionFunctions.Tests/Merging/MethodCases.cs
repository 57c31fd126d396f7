namespace FusionFunctions.Tests.Merging;

/// <summary>What tests over every method need to know of each.</summary>
internal static class MethodCases
{
    /// <summary>As many as the method can merge by default, if possible several.</summary>
    public static int ModelsFor(string method) => method switch
    {
        "linear_interpolation" or "slerp" or "mergekit/slerp" or "mergekit/nuslerp" => 2,
        "mergekit/nearswap" or "mergekit/arcee_fusion" or "mergekit/passthrough" => 1,
        _ => 3,
    };
}
