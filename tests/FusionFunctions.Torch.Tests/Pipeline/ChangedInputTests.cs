using System.Security.Cryptography;
using FusionFunctions.Checkpoints;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>Weights that change while they are merged: nothing that was made of them appears under the recipe of what they were.</summary>
public sealed class ChangedInputTests : IDisposable
{
    private static readonly string[] s_models = ["_pretrained_", "a", "b"];
    private readonly TemporaryFolder _folder = new();

    public ChangedInputTests()
    {
        string samples = Path.Join(ReferenceData.RepositoryRoot, "samples", "mini-glue");
        foreach (var (name, sample) in s_models.Zip(["base", "glue-rte", "glue-stsb"]))
        {
            Directory.CreateDirectory(_folder[name]);
            foreach (string file in Directory.EnumerateFiles(Path.Join(samples, sample)))
                File.Copy(file, _folder[name, Path.GetFileName(file)]);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model-00002-of-")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("README.md")]
    public async Task Merge_whose_weights_change_is_refused_and_the_next_one_makes_the_right_one(string moment)
    {
        await MergeAsync(new DirectoryBlobStore(_folder["straight"]));
        var expected = Files("straight");

        var error = await Assert.ThrowsAsync<CheckpointException>(() => MergeAsync(
            new WatchedStore(new DirectoryBlobStore(_folder["out"]), file => Flip(file.StartsWith(moment, StringComparison.Ordinal)))));

        Assert.Equal($"The checkpoint at {_folder["a"]} changed while the run was going on; run again.", error.Message);
        var left = Files("out");
        Assert.DoesNotContain("config.json", left.Keys);
        Assert.DoesNotContain("merge.json", left.Keys);
        Assert.All(left.Where(file => file.Key != "merge.incomplete.json"), file => Assert.Equal(expected[file.Key], file.Value));
        Flip(true);
        await MergeAsync(new DirectoryBlobStore(_folder["out"]));
        Assert.Equal(expected, Files("out"));
    }

    /// <summary>One bit of a sign, as a program that saves the model anew at the same place changes many.</summary>
    private void Flip(bool isNow)
    {
        if (!isNow)
            return;
        string path = _folder["a", "model.safetensors"];
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^97] ^= 0x80;
        var before = File.GetLastWriteTimeUtc(path);
        File.WriteAllBytes(path, bytes);
        // Clocks of file systems tick.
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }

    private async Task MergeAsync(IBlobStore target)
    {
        var store = new DirectoryBlobStore(_folder["store"]);
        var fetch = new FetchCheckpoint(new CheckpointSources([new LocalFolders()]), new BlobLocations(store), new(store));
        var pool = new List<ModelReference>();
        foreach (string name in s_models)
            pool.Add(await fetch.RunAsync(new(new(name, new(CheckpointKind.Folder, _folder[name])), NeedsTokenizer: false), Token));
        var plan = await new PlanMerge(new BlobLocations(store)).RunAsync(new(new("simple_average", []), pool, null), Token);
        var step = new MergeStep(store, new() { MergeThreads = 1 }, target: new(target, _ => "") { MaxShardBytes = 20_000 });
        await step.RunAsync(new MergeCommand(plan.Method, pool, null, plan.Variants, null), Token);
    }

    private SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(_folder[folder]).Where(path => Path.GetFileName(path)[0] != '.')
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
