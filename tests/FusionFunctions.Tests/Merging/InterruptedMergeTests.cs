using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Recipes;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>A merge that ends at any of its writing steps shows nothing that passes for whole, and the next one finishes it with the same bytes.</summary>
public sealed class InterruptedMergeTests
{
    private const string Folder = "merges/x";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("simple_average", "{}"), InlineData("ties_merging", "{}"), InlineData("ties_merging", """{"trim_scope":"per_tensor"}"""), InlineData("model_stock", "{}")]
    [InlineData("simple_average", "{}", TensorDType.F16)]
    public async Task Merge_that_dies_at_any_step_is_finished_by_the_next_one(string method, string parameters, TensorDType? dtype = null)
    {
        using var fresh = new TemporaryFolder();
        var expected = await MergeAsync(new DirectoryBlobStore(fresh.Path), method, parameters, dtype);
        Assert.Equal(dtype == TensorDType.F16 ? """["a","d"]""" : null, expected.Report["overflowed"]?.ToJsonString());
        bool died = true;
        for (int step = 0; died; step++)
        {
            using var folder = new TemporaryFolder();
            var store = new DirectoryBlobStore(folder.Path);
            var crashing = new CrashingStore(store, step);
            try
            {
                await MergeAsync(crashing, method, parameters, dtype);
            }
            catch (StorageException) when (crashing.IsDead)
            {
                // As it should.
            }
            died = crashing.IsDead;
            if (await MergedCheckpoint.FindAsync(store, Folder, Token) is { } complete)
                await complete.VerifyAsync(store, Folder, Token);

            var finished = await MergeAsync(store, method, parameters, dtype);

            Assert.Equal(expected.Files, finished.Files);
            Assert.Equal(expected.Report.ToJsonString(), finished.Report.ToJsonString());
            Assert.Equal(File.ReadAllBytes(fresh[Folder, MergedCheckpoint.FileName]), File.ReadAllBytes(folder[Folder, MergedCheckpoint.FileName]));
            await finished.VerifyAsync(store, Folder, Token);
            Assert.Equal(expected.Files.Count + 1, Directory.GetFiles(folder[Folder]).Length);
        }
    }

    [Fact]
    public async Task Merge_whose_first_file_was_deleted_since_tells_what_the_others_overflow_as_before()
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        var expected = await MergeAsync(store, "simple_average", "{}", TensorDType.F16);
        File.Delete(folder[Folder, expected.Files.First(file => file.Name.StartsWith("model-00001", StringComparison.Ordinal)).Name]);

        var finished = await MergeAsync(store, "simple_average", "{}", TensorDType.F16);

        Assert.Equal("""["a","d"]""", finished.Report["overflowed"]?.ToJsonString());
        Assert.Equal(expected.Report.ToJsonString(), finished.Report.ToJsonString());
    }

    /// <summary>In four shards. Two tensors go beyond float16.</summary>
    private static async Task<MergedCheckpoint> MergeAsync(IBlobStore store, string method, string parameters, TensorDType? dtype)
    {
        MemoryModel Model(string name, int seed) => new MemoryModel(name)
            .With("a", [.. Values(seed)[..39], 70_000]).With("b", [seed == 2 ? float.NaN : 1, 2]).With("c", Values(seed + 10)).With("d", [-80_000, .. Values(seed + 20)[1..]], [5, 8]).With("e", Values(seed + 30), [8, 5]);
        var resolved = Merge.Parameters(method, [.. System.Text.Json.Nodes.JsonNode.Parse(parameters)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone()))]);
        var recipe = new MergeRecipe(method, resolved, [new(ModelPool.PretrainedName, "d0"), new("m1", "d1"), new("m2", "d2")], dtype);
        await using var output = new CheckpointFolderOutput(recipe, new(store, Folder, new(store, "base", "base")) { MaxShardBytes = dtype is null ? 170 : 85 });
        var pool = Merge.Pool(Model(ModelPool.PretrainedName, 0), Model("m1", 1), Model("m2", 2));
        var reports = await MergeEngine.MergeAsync(
            new(pool, MergeMethods.Find(method), [new(resolved, output, dtype)]), new() { Threads = 2, MaxSliceElements = 16 }, null, Token);
        return await output.CompleteAsync(reports[0], Token);
    }

    private static float[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 40).Select(_ => random.NextSingle() - 0.5f)];
    }
}
