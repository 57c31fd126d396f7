using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Extraction;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Merging;

/// <summary>Which modules an extracted adapter has, and with what ranks.</summary>
public sealed class ExtractedModulesTests : IDisposable
{
    private readonly ModelFolder _base = new();
    private readonly ModelFolder _tuned = new();
    private readonly ModelFolder _adapter = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _base.Dispose();
        _tuned.Dispose();
        _adapter.Dispose();
    }

    [Fact]
    public async Task Matrix_smaller_than_the_rank_is_carried_whole_beside_others_of_that_rank()
    {
        Write(("large", 6, 5, true), ("small", 2, 5, true), ("x.small", 6, 5, true));

        var extraction = await ExtractAsync(rank: 3);

        Assert.Equal(3, extraction.Rank);
        Assert.Equal([("large", 3), ("small", 2), ("x.small", 3)], extraction.ModuleRanks);
        var (merged, tuned) = await MergedAsync();
        Assert.All(merged["small.weight"].Zip(tuned["small.weight"]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public async Task Rank_beyond_every_matrix_carries_all_of_them_whole()
    {
        Write(("a", 6, 5, true), ("b", 2, 7, true));

        var extraction = await ExtractAsync(rank: 64);

        Assert.Equal(5, extraction.Rank);
        var (merged, tuned) = await MergedAsync();
        Assert.All(tuned.Keys, name => Assert.All(merged[name].Zip(tuned[name]), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
    }

    [Fact]
    public async Task Unchanged_modules_are_left_out_and_others_of_their_name_listed_by_path()
    {
        Write(("a.q", 3, 3, true), ("a.v", 3, 3, true), ("b.q", 3, 3, false));

        var extraction = await ExtractAsync(rank: 2);

        Assert.Equal(["a.q.weight", "a.v.weight"], extraction.Targets.Select(tensor => tensor.Name));
        Assert.Equal(["a.q", "v"], extraction.TargetModules);
        var (merged, tuned) = await MergedAsync();
        Assert.Equal(tuned["b.q.weight"], merged["b.q.weight"]);
    }

    [Fact]
    public async Task Unchanged_module_that_target_modules_cannot_tell_from_a_changed_one_stays_and_changes_nothing()
    {
        Write(("a.proj", 3, 3, false), ("proj", 3, 3, true));

        var extraction = await ExtractAsync(rank: 2);

        Assert.Equal(["a.proj.weight", "proj.weight"], extraction.Targets.Select(tensor => tensor.Name));
        var (merged, tuned) = await MergedAsync();
        Assert.Equal(tuned["a.proj.weight"], merged["a.proj.weight"]);
    }

    [Fact]
    public async Task Named_modules_are_kept_where_one_of_them_changed()
    {
        Write(("k", 3, 3, false), ("q", 3, 3, true), ("v", 3, 3, false));

        var extraction = await ExtractAsync(rank: 2, "k", "q");

        Assert.Equal(["k", "q"], extraction.TargetModules);
    }

    [Theory]
    [InlineData("No linear layer differs between the models")]
    [InlineData("No linear layer called k or q differs between the models", "k", "q")]
    public async Task Modules_of_which_none_changed_are_refused(string why, params string[] targets)
    {
        Write(("k", 3, 3, false), ("q", 3, 3, false));

        var error = await Assert.ThrowsAsync<MergeException>(() => ExtractAsync(rank: 2, targets));

        Assert.StartsWith(why, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_adapter[ModelFiles.AdapterWeights]));
    }

    [Fact]
    public async Task Modules_that_only_the_base_has_are_not_meant_by_a_common_name()
    {
        Write(("a.q", 3, 3, true));
        await using var @base = await _base.OpenAsync();
        await using var tuned = await _tuned.OpenAsync();

        var extraction = new LoraExtraction(new("base", @base), new("tuned", tuned), 2, [], ["head.q.weight", "head.q.bias"]);

        Assert.Equal(["a.q"], extraction.TargetModules);
    }

    private async Task<LoraExtraction> ExtractAsync(int rank, params string[] targets)
    {
        await using var @base = await _base.OpenAsync();
        await using var tuned = await _tuned.OpenAsync();
        var extraction = new LoraExtraction(new("base", @base), new("tuned", tuned), rank, targets);
        await extraction.LeaveOutUnchangedAsync(Cancel);
        await extraction.WriteAsync(await _adapter.Store.OpenWriteAsync(BlobPath.Parse(ModelFiles.AdapterWeights), BlobWriteMode.Create, Cancel), Cancel);
        var config = LoraConfigJson.Of(
            "org/base", extraction.Rank, extraction.Rank, extraction.TargetModules, task: null, moduleRanks: extraction.ModuleRanks);
        _adapter.With(ModelFiles.AdapterConfig, config.ToJsonString());
        return extraction;
    }

    /// <summary>The base with the adapter as our own reader merges it, and the fine-tuned model.</summary>
    private async Task<(SortedDictionary<string, float[]> Merged, SortedDictionary<string, float[]> Tuned)> MergedAsync()
    {
        await using var @base = await _base.OpenAsync();
        await using var tuned = await _tuned.OpenAsync();
        await using var adapter = await AdapterFolder.OpenAsync(_adapter.Store, "", "the-adapter", Cancel);
        await using var merged = MergedAdapterReader.Create(@base, adapter);
        return (await merged.ReadAllAsync(), await tuned.ReadAllAsync());
    }

    private void Write(params (string Module, int Rows, int Columns, bool IsChanged)[] modules)
    {
        foreach (var (folder, seed) in new[] { (_base, 1), (_tuned, 100) })
            folder.With(ModelFiles.Weights, ModelFolder.Safetensors([.. modules.Select((module, i) =>
                ($"{module.Module}.weight", new long[] { module.Rows, module.Columns }, Values(module.Rows * module.Columns, i + (module.IsChanged ? seed : 1))))]));
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
