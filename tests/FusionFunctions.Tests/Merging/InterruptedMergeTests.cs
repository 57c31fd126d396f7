using FusionFunctions.Checkpoints.Export;
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
    public async Task Merge_that_dies_at_any_step_is_finished_by_the_next_one(string method, string parameters)
    {
        using var fresh = new TemporaryFolder();
        var expected = await MergeAsync(new DirectoryBlobStore(fresh.Path), method, parameters);
        bool died = true;
        for (int step = 0; died; step++)
        {
            using var folder = new TemporaryFolder();
            var store = new DirectoryBlobStore(folder.Path);
            var crashing = new CrashingStore(store, step);
            try
            {
                await MergeAsync(crashing, method, parameters);
            }
            catch (StorageException) when (crashing.IsDead)
            {
                // As it should.
            }
            died = crashing.IsDead;
            if (await MergedCheckpoint.FindAsync(store, Folder, Token) is { } complete)
                await complete.VerifyAsync(store, Folder, Token);

            var finished = await MergeAsync(store, method, parameters);

            Assert.Equal(expected.Files, finished.Files);
            Assert.Equal(expected.Report.ToJsonString(), finished.Report.ToJsonString());
            await finished.VerifyAsync(store, Folder, Token);
            Assert.Equal(expected.Files.Count + 1, Directory.GetFiles(folder[Folder]).Length);
        }
    }

    /// <summary>In four shards.</summary>
    private static async Task<MergedCheckpoint> MergeAsync(IBlobStore store, string method, string parameters)
    {
        MemoryModel Model(string name, int seed) => new MemoryModel(name)
            .With("a", Values(seed)).With("b", [seed == 2 ? float.NaN : 1, 2]).With("c", Values(seed + 10)).With("d", Values(seed + 20), [5, 8]).With("e", Values(seed + 30), [8, 5]);
        var resolved = Merge.Parameters(method, [.. System.Text.Json.Nodes.JsonNode.Parse(parameters)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone()))]);
        var recipe = new MergeRecipe(method, resolved, [new(ModelPool.PretrainedName, "d0"), new("m1", "d1"), new("m2", "d2")], null);
        await using var output = new CheckpointFolderOutput(recipe, new(store, Folder, new(store, "base", "base")) { MaxShardBytes = 170 });
        var pool = Merge.Pool(Model(ModelPool.PretrainedName, 0), Model("m1", 1), Model("m2", 2));
        var reports = await MergeEngine.MergeAsync(
            new(pool, MergeMethods.Find(method), [new(resolved, output)]), new() { Threads = 2, MaxSliceElements = 16 }, null, Token);
        return await output.CompleteAsync(reports[0], Token);
    }

    private static float[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 40).Select(_ => random.NextSingle() - 0.5f)];
    }
}
