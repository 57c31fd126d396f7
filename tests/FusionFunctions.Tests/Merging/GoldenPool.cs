using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Experiments;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>The models of one family of reference merges, and what FusionBench made of them.</summary>
internal sealed class GoldenPool : IAsyncDisposable
{
    private static readonly string[] s_modelOrder = ["cola", "mrpc", "sst2", "stsb"];
    private readonly List<CheckpointFolder> _folders = [];
    private readonly DirectoryBlobStore _store;

    private GoldenPool(string folder) => _store = new(folder, LinkPolicy.Follow);

    public MergePool Pool { get; private set; } = new(null, []);

    public static async Task<GoldenPool> OpenAsync(string family)
    {
        var result = new GoldenPool(ReferenceData.Require("golden", "merging", family));
        var inputs = new List<MergeInput> { new(ModelPool.PretrainedName, await result.OpenFolderAsync("base")) };
        foreach (string model in s_modelOrder)
            inputs.Add(new(model, await result.OpenFolderAsync(model)));
        result.Pool = MergePool.Of(inputs);
        return result;
    }

    /// <summary>All elements of an expected file, tensor after tensor, ordinal by name.</summary>
    public async Task<float[]> ExpectedAsync(string file)
    {
        var token = TestContext.Current.CancellationToken;
        await using var safetensors = await SafetensorsFile.OpenAsync(
            await _store.OpenReadAsync(BlobPath.Parse($"expected/{file}.safetensors"), token), token);
        var elements = new List<float>();
        foreach (var tensor in safetensors.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            float[] values = new float[tensor.ElementCount];
            await safetensors.ReadAsync(tensor.Name, 0, values, token);
            elements.AddRange(values);
        }
        return [.. elements];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders)
            await folder.DisposeAsync();
    }

    private async Task<CheckpointFolder> OpenFolderAsync(string name)
    {
        _folders.Add(await CheckpointFolder.OpenAsync(_store, name, name, TestContext.Current.CancellationToken));
        return _folders[^1];
    }
}
