using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Checkpoints;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>What a merge leaves as it is comes through whole, even where float32, in which results are made, would take something off.</summary>
public sealed class ExactTensorTests : IDisposable
{
    private const long Large = 123456789012345;
    private readonly List<StoredModel> _models = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _models.ForEach(model => model.Dispose());

    public static TheoryData<string, string> Keeping() => new()
    {
        { "dummy", "{}" },
        { "task_arithmetic", """{"scaling_factor":0}""" },
        { "dare_task_arithmetic", """{"scaling_factor":0}""" },
        { "magmax", """{"scaling_factor":0}""" },
        { "mergekit/ties", """{"lambda":0}""" },
        { "iso_c", """{"scaling_factor":0}""" },
        { "task_arithmetic", """{"exclude":["f64","ids"]}""" },
        { "simple_average", """{"include":["w"]}""" },
        { "slerp", """{"exclude":["f64","ids"]}""" },
        { "ties_merging", """{"exclude":["f64","ids"]}""" },
        { "ties_merging", """{"remove_keys":["f64","ids"]}""" },
        { "ties_merging", """{"remove_keys":["f64","ids"],"trim_scope":"per_tensor"}""" },
        { "dare_ties_merging", """{"exclude":["f64","ids"]}""" },
        { "svc", """{"exclude":["f64","ids"]}""" },
    };

    [Theory, MemberData(nameof(Keeping))]
    public async Task Tensor_that_is_left_out_has_the_bytes_of_the_base(string method, string given)
    {
        var pool = await PoolAsync(
            Model().With("f64", TensorDType.F64, Math.PI, double.Epsilon).With("ids", TensorDType.I64, Large, long.MinValue).With("w", TensorDType.F32, 1f, 2),
            Model().With("f64", TensorDType.F64, Math.E, 1.0).With("ids", TensorDType.I64, Large + 1, 0).With("w", TensorDType.F32, 3f, 4));
        // What reads no base has the first model's.
        var kept = MergeMethods.Find(method).Inputs(pool).Inputs[0] == pool.Models[0] ? new[] { Math.E, 1 } : [Math.PI, double.Epsilon];
        long[] ids = kept[0] == Math.E ? [Large + 1, 0] : [Large, long.MinValue];

        var (merged, report) = await MergeAsync(method, pool, given);

        Assert.Equal(kept, merged.Get<double>("f64"));
        Assert.Equal(ids, merged.Get<long>("ids"));
        Assert.Null(report.Rounded);
    }

    [Fact]
    public async Task Magmax_leaves_integers_as_in_the_base()
    {
        var pool = await PoolAsync(Model().With("ids", TensorDType.I64, Large), Model().With("ids", TensorDType.I64, 5L));

        var (merged, report) = await MergeAsync("magmax", pool);

        Assert.Equal([Large], merged.Get<long>("ids"));
        Assert.Null(report.Rounded);
    }

    [Fact]
    public async Task Passthrough_of_a_scale_of_one_copies()
    {
        var pool = await PoolAsync(Model().With("f64", TensorDType.F64, 0.0), Model().With("f64", TensorDType.F64, Math.PI));

        var (copied, _) = await MergeAsync("mergekit/passthrough", pool);
        var (scaled, _) = await MergeAsync("mergekit/passthrough", pool, """{"scale":2}""");

        Assert.Equal([Math.PI], copied.Get<double>("f64"));
        Assert.Equal([2 * (double)(float)Math.PI], scaled.Get<double>("f64"));
    }

    [Fact]
    public async Task Integers_on_which_all_models_agree_are_copied_one_by_one_and_the_others_are_merged()
    {
        var pool = await PoolAsync(
            Model().With("ids", TensorDType.I64, Large, 7, -Large).With("ints", TensorDType.I32, int.MaxValue, 10),
            Model().With("ids", TensorDType.I64, Large, 9, -Large).With("ints", TensorDType.I64, (long)int.MaxValue, 21),
            Model().With("ids", TensorDType.I64, Large, 9, -Large).With("ints", TensorDType.I32, int.MaxValue, 21));

        var (merged, report) = await MergeAsync("task_arithmetic", pool, """{"scaling_factor":0.5}""");

        Assert.Equal([Large, 9, -Large], merged.Get<long>("ids"));
        Assert.Equal([int.MaxValue, 21], merged.Get<int>("ints"));
        Assert.Null(report.Rounded);
    }

    [Fact]
    public async Task Integers_that_differ_beyond_what_float32_holds_are_named()
    {
        var pool = await PoolAsync(
            Model().With("exact", TensorDType.I64, 1L << 24).With("large", TensorDType.I64, Large, 1).With("small", TensorDType.I16, (short)1),
            Model().With("exact", TensorDType.I64, 0L).With("large", TensorDType.I64, Large + 1, 1).With("small", TensorDType.I16, (short)3));

        var (merged, report) = await MergeAsync("simple_average", pool with { Models = pool.Inputs });

        Assert.Equal(["large"], report.Rounded);
        Assert.Equal([(long)(float)Large, 1], merged.Get<long>("large"));
        Assert.Equal([1L << 23], merged.Get<long>("exact"));
        Assert.Equal([(short)2], merged.Get<short>("small"));
    }

    [Fact]
    public async Task Float64_that_is_written_in_another_type_is_rounded_to_it()
    {
        var pool = await PoolAsync(Model().With("f64", TensorDType.F64, Math.PI), Model().With("f64", TensorDType.F64, 1.0));

        var (merged, _) = await MergeAsync("dummy", pool, dtype: TensorDType.F32);

        Assert.Equal([(float)Math.PI], merged.Get<float>("f64"));
    }

    [Theory]
    [InlineData("task_arithmetic", """{"exclude":["f64"]}""")]
    [InlineData("mergekit/slerp", """{"exclude":["f64"]}""")]
    [InlineData("ties_merging", """{"exclude":["f64"]}""")]
    public async Task Threads_slices_and_memory_change_no_byte(string method, string given)
    {
        const int Count = 20_000;
        var random = new Random(5);
        long[] ids = [.. Enumerable.Range(0, Count).Select(_ => random.NextInt64())];
        double[] doubles = [.. Enumerable.Range(0, Count).Select(_ => random.NextDouble())];
        StoredModel Of(int model) => Model().With("f64", TensorDType.F64, [.. doubles.Select(value => value + model)])
            .With("ids", TensorDType.I64, [.. ids.Select((id, i) => i % 3 == 0 ? id + model : id)]).With("w", TensorDType.F32, [.. doubles.Select(value => (float)value * model)]);
        var pool = await PoolAsync(Of(0), Of(1));
        var (expected, report) = await MergeAsync(method, pool, given, options: Merge.OneThread);

        foreach (var options in new MergeOptions[] { new() { Threads = 3, MaxSliceElements = 7 }, new() { Threads = 4, MaxSliceElements = 5000 }, new() { Threads = 2, MemoryBytes = 8 << 20 } })
        {
            var (merged, other) = await MergeAsync(method, pool, given, options: options);
            Assert.Equal(expected.Bytes, merged.Bytes);
            Assert.Equal(report.Rounded, other.Rounded);
        }
        Assert.Equal(["ids"], report.Rounded);
        Assert.Equal(doubles, expected.Get<double>("f64"));
        Assert.All(expected.Get<long>("ids").Index().Where(id => id.Index % 3 != 0), id => Assert.Equal(ids[id.Index], id.Item));
    }

    [Fact]
    public async Task Shards_and_their_digests_hold_what_was_copied()
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        long[] ids = [.. Enumerable.Range(0, 3000).Select(i => Large + i)];
        var pool = await PoolAsync(
            Model().With("a", TensorDType.F32, 1f).With("b", TensorDType.I64, ids).With("c", TensorDType.I64, ids).With("d", TensorDType.F32, 2f),
            Model().With("a", TensorDType.F32, 3f).With("b", TensorDType.I64, ids).With("c", TensorDType.I64, ids).With("d", TensorDType.F32, 4f));
        var parameters = Merge.Parameters("task_arithmetic", ("scaling_factor", 1));
        await using var output = new CheckpointFolderOutput(
            new("task_arithmetic", parameters, [new("m", "d")]), new(store, "x", new(store, "base", "base")) { MaxShardBytes = 25_000 });

        var reports = await MergeEngine.MergeAsync(new(pool, MergeMethods.Find("task_arithmetic"), [new(parameters, output)]), new() { MaxSliceElements = 1000 }, null, Token);
        var record = await output.CompleteAsync(reports[0], Token);

        await record.VerifyAsync(store, "x", Token);
        await using var opened = await CheckpointFolder.OpenAsync(store, "x", "x", Token);
        byte[] stored = new byte[ids.Length * sizeof(long)];
        foreach (string name in new[] { "b", "c" })
        {
            await opened.ReadStoredAsync(opened.Tensors.Single(tensor => tensor.Name == name), 0, stored, Token);
            Assert.Equal(ids, MemoryMarshal.Cast<byte, long>(stored).ToArray());
        }
        Assert.Equal(2, record.Files.Count(file => file.Name.EndsWith(".safetensors", StringComparison.Ordinal)));
    }

    private StoredModel Model()
    {
        var model = new StoredModel();
        _models.Add(model);
        return model;
    }

    private static async Task<MergePool> PoolAsync(params StoredModel[] models)
    {
        var inputs = new List<MergeInput>();
        foreach (var (i, model) in models.Index())
            inputs.Add(new(i == 0 ? "_pretrained_" : $"m{i}", await model.OpenAsync()));
        return MergePool.Of(inputs);
    }

    private static async Task<(MergedFile Merged, MergeReport Report)> MergeAsync(
        string method, MergePool pool, string given = "{}", TensorDType? dtype = null, MergeOptions? options = null)
    {
        var blob = new MemoryBlob();
        await using var output = new SafetensorsOutput(blob);
        var parameters = Merge.Parameters(method, [.. JsonNode.Parse(given)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone()))]);
        var reports = await MergeEngine.MergeAsync(new(pool, MergeMethods.Find(method), [new(parameters, output, dtype)]), options ?? new(), null, Token);
        string digest = await output.CommitAsync(Token);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(blob.Bytes)), digest);
        return (new(blob.Bytes), reports[0]);
    }

    /// <summary>A safetensors file in memory.</summary>
    private sealed record MergedFile(byte[] Bytes)
    {
        public T[] Get<T>(string tensor)
            where T : unmanaged
        {
            int length = (int)BitConverter.ToInt64(Bytes);
            var entry = SafetensorsHeader.Parse(Bytes.AsSpan(sizeof(long), length), Bytes.Length, "merged").Entries.Single(entry => entry.Tensor.Name == tensor);
            return MemoryMarshal.Cast<byte, T>(Bytes.AsSpan(sizeof(long) + length)[(int)entry.Begin..(int)entry.End]).ToArray();
        }
    }
}
