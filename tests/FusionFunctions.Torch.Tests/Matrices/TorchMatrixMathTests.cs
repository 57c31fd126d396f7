using CsCheck;
using FusionFunctions.Compute.Matrices;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Tests.Merging;
using TorchSharp;

namespace FusionFunctions.Torch.Tests.Matrices;

/// <summary>Spectral methods with libtorch's products and decompositions against those of managed code.</summary>
[Trait("Device", "Any")]
public sealed class TorchMatrixMathTests
{
    private static readonly Dictionary<string, TorchMatrixMath> s_torch = TestDevices.All.ToDictionary(device => device, device => new TorchMatrixMath(torch.device(device)));

    public static TheoryData<string, string> Spectral { get; } = TestDevices.With(["iso_c", "iso_cts", "tsv_m", "wudi", "svc"]);

    public static TheoryData<string> Devices { get; } = [.. TestDevices.All];

    [Theory, MemberData(nameof(Spectral))]
    public Task Merge_by_libtorch_is_that_of_managed_code_but_for_rounding(string method, string device) =>
        // Among directions of no strength, which low-rank updates have, iso_cts takes any.
        Gen.OneOf(TensorPool.Ordinary(Gen.Int[1, 4]), method == "iso_cts" ? TensorPool.Ordinary(Gen.Int[1, 4]) : TensorPool.Sparse(Gen.Int[1, 4])).SampleAsync(pool => DiffersByRoundingAsync(method, device, pool.Pool), iter: 50);

    [Theory, MemberData(nameof(Spectral))]
    public Task Merge_of_matrices_with_many_directions_by_libtorch_is_that_of_managed_code_but_for_rounding(string method, string device) =>
        DiffersByRoundingAsync(method, device, TallPool(rows: 60, columns: 40));

    /// <summary>On a GPU libtorch refuses whoever asks for a decomposition while it loads the first one's code.</summary>
    [Fact]
    public void Library_is_loaded_once_however_many_merges_open_it() =>
        Assert.Single(Enumerable.Range(0, 8).AsParallel().Select(_ => MatrixLibraries.Open(MatrixLibrary.LibTorch, "cpu").Value).Distinct());

    [Theory, MemberData(nameof(Spectral))]
    public async Task Merge_by_libtorch_has_the_same_bits_for_every_slicing_and_number_of_threads(string method, string device)
    {
        // More rows than are handed over together, so that slices could cut them otherwise.
        var pool = TallPool(rows: s_torch[device].RowsAtOnce + 300, columns: 6);
        int[] whole = (await Merge.RunAsync(method, pool, Options(device, threads: 1))).Output.Bits;

        Assert.Equal(whole, (await Merge.RunAsync(method, pool, Options(device, threads: 1))).Output.Bits);
        foreach (int elements in new[] { 1, 1024, s_torch[device].RowsAtOnce * 6, 1 << 20 })
            Assert.Equal(whole, (await Merge.RunAsync(method, pool, Options(device, threads: 3) with { MaxSliceElements = elements })).Output.Bits);
    }

    [Theory, MemberData(nameof(Devices))]
    public async Task Report_tells_the_device_only_where_the_result_depends_on_it(string device)
    {
        var pool = TallPool(rows: 5, columns: 3);

        Assert.Equal(device, (await Merge.RunAsync("iso_c", pool, Options(device, threads: 1))).Report.Device);
        Assert.Null((await Merge.RunAsync("iso_c", pool, Merge.OneThread)).Report.Device);
        Assert.Null((await Merge.RunAsync("task_arithmetic", pool, Options(device, threads: 1))).Report.Device);
    }

    [Theory, MemberData(nameof(Devices))]
    public async Task NaN_spoils_the_matrix_that_holds_it_as_in_managed_code(string device)
    {
        var pool = TallPool(rows: 5, columns: 3, damaged: float.NaN);

        var managed = await Merge.RunAsync("tsv_m", pool, Merge.OneThread);
        var torch = await Merge.RunAsync("tsv_m", pool, Options(device, threads: 1));

        Assert.Contains(managed.Output.Elements, float.IsNaN);
        Assert.Equal(managed.Output.Elements.Select(float.IsNaN), torch.Output.Elements.Select(float.IsNaN));
    }

    [Theory, MemberData(nameof(Devices))]
    public void Sum_takes_the_rows_that_it_is_told_and_no_later_change_of_them(string device)
    {
        Dense a = Filled(3, 2), b = Filled(3, 4);
        using var sum = s_torch[device].SumOf(2, 4);

        sum.Add(a, b, 2);
        a.Values.AsSpan().Clear();
        sum.Add(a, b, 3);

        Assert.Equal(new Dense(2, 4).AddTransposeProduct(Filled(3, 2), b, 2).Values, sum.Total().Values);
        Assert.Equal(new double[8], s_torch[device].SumOf(2, 4).Total().Values);
    }

    [Theory, MemberData(nameof(Devices))]
    public void Sum_is_told_once(string device)
    {
        foreach (var matrices in new[] { s_torch[device], MatrixMath.Managed })
        {
            using var sum = matrices.SumOf(2, 2);
            sum.Add(Filled(3, 2), Filled(3, 2), 3);

            Assert.NotEqual(0, sum.Total().Trace());
            Assert.Throws<InvalidOperationException>(sum.Total);
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void Factor_keeps_what_it_was_given_and_adds_to_what_is_there(string device)
    {
        Dense a = Filled(3, 2), b = Filled(2, 4), result = Filled(3, 4), expected = Filled(3, 4);
        using RightFactor factor = s_torch[device].Hold(b), managed = MatrixMath.Managed.Hold(Filled(2, 4));
        b.Values.AsSpan().Clear();

        factor.AddProduct(a, result);
        managed.AddProduct(a, expected);

        Assert.Equal(expected.Values, result.Values);
        Assert.Equal(managed.Product(a).Values, factor.Product(a).Values);
        Assert.Empty(s_torch[device].Hold(new Dense(2, 0)).Product(a).Values);
    }

    private static async Task DiffersByRoundingAsync(string method, string device, MergePool pool)
    {
        var managed = await Merge.RunAsync(method, pool, Merge.OneThread);
        var torch = await Merge.RunAsync(method, pool, Options(device, threads: 1));

        Rounding.IsAllThatDiffers(managed.Output.Elements, torch.Output.Elements);
    }

    private static MergeOptions Options(string device, int threads) => new() { Threads = threads, Matrices = new(() => s_torch[device]) };

    private static Dense Filled(int rows, int columns)
    {
        var matrix = new Dense(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
            matrix.Values[i] = i - 2;
        return matrix;
    }

    private static MergePool TallPool(int rows, int columns, float? damaged = null)
    {
        var random = new Random(1);
        return Merge.Pool([.. new[] { "_pretrained_", "m1", "m2", "m3" }.Select(name => new MemoryModel(name)
            .With("tall", [.. Enumerable.Range(0, rows * columns).Select(i => i == 1 && name == "m2" && damaged is { } value ? value : random.NextSingle())], [rows, columns])
            .With("wide", [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())], [columns, rows]))]);
    }
}
