using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

/// <summary>What is told where a merge does not fit its memory bound.</summary>
public sealed class MemoryBoundTests
{
    [Fact]
    public void Bound_that_is_too_small_is_told_with_method_tensor_and_a_size_that_does()
    {
        var error = Refused("iso_c", memory: 64_000);

        Assert.Matches(@"^iso_c: a merge of 2 models needs [0-9]+ MB of memory, the most of it for tensor 'large\.weight'; the bound is 0\.064 MB\. Give fusion merge --memory [0-9]+MB\.$", error.Message);
        long enough = long.Parse(error.Message[(error.Message.LastIndexOf(' ') + 1)..^3]) * 1_000_000;
        Assert.InRange(error.LeastMemoryBytes, enough - 1_000_000, enough);
        Check("iso_c", enough);
    }

    [Fact]
    public void No_tensor_is_named_where_none_makes_a_difference() =>
        Assert.DoesNotContain("tensor", Refused("simple_average", memory: 1000).Message, StringComparison.Ordinal);

    private static MergeException Refused(string method, long memory) => Assert.Throws<MergeException>(() => Check(method, memory));

    private static void Check(string method, long memory)
    {
        MemoryModel Model(string name) => new MemoryModel(name).With("large.weight", new float[200 * 300], [200, 300]).With("small.weight", new float[4], [2, 2]);
        MergeEngine.Check(Merge.Pool(Model("_pretrained_"), Model("m1")), MergeMethods.Find(method), [Merge.Parameters(method)], new() { MemoryBytes = memory, Threads = 1 });
    }
}
