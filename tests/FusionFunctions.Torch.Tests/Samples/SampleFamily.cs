using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Experiments;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Samples;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Samples;

/// <summary>The committed family, merged and evaluated by the product's own stations.</summary>
internal sealed class SampleFamily : IAsyncDisposable
{
    public static readonly string Root = Path.Combine(ReferenceData.RepositoryRoot, "samples", "mini-glue");
    public static readonly string[] FineTuned = [.. GlueTasks.All.Select(SampleBuilder.FolderOf)];

    private readonly DirectoryBlobStore _store = new(Root);
    private readonly TemporaryFolder _merges = new();
    private readonly List<CheckpointFolder> _folders = [];
    private readonly Dictionary<GlueTask, (int[][] Inputs, string[] Targets)> _rows = [];
    private T5Tokenizer? _tokenizer;
    private MergePool? _pool;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SampleFamily> OpenAsync()
    {
        var family = new SampleFamily();
        family._tokenizer = await T5Tokenizer.LoadAsync(family._store, SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);
        foreach (var task in GlueTasks.All)
            family._rows[task] = await family.ReadAsync(task, family._tokenizer);
        var inputs = new List<MergeInput>();
        foreach (string folder in (string[])[SampleBuilder.BaseFolder, .. FineTuned])
        {
            family._folders.Add(await CheckpointFolder.OpenAsync(family._store, folder, folder, Token));
            inputs.Add(new(folder == SampleBuilder.BaseFolder ? ModelPool.PretrainedName : folder, family._folders[^1]));
        }
        family._pool = MergePool.Of(inputs);
        return family;
    }

    /// <returns>Percent by task, in the order of <see cref="GlueTasks.All"/>.</returns>
    public async Task<double[]> ScoresAsync(string folder)
    {
        await using var checkpoint = await CheckpointFolder.OpenAsync(_store, folder, folder, Token);
        return await ScoresAsync(checkpoint);
    }

    /// <summary>Scores of the merged model.</summary>
    public async Task<double[]> MergedScoresAsync(string method, params (string Name, JsonNode Value)[] given)
    {
        var found = MergeMethods.Find(method);
        var parameters = MethodParameters.Resolve(found.Description, given.ToDictionary(entry => entry.Name, entry => entry.Value));
        string folder = Guid.NewGuid().ToString("N");
        var store = new DirectoryBlobStore(_merges.Path);
        await using (var output = new SafetensorsOutput(
            await store.OpenWriteAsync(BlobPath.Parse($"{folder}/model.safetensors"), BlobWriteMode.Create, Token)))
        {
            await MergeEngine.MergeAsync(new(_pool!, found, [new(parameters, output)]), new(), null, Token);
            await output.CommitAsync(Token);
        }
        var config = BlobPath.Parse($"{SampleBuilder.BaseFolder}/config.json");
        await _store.CopyAsync(config, store, BlobPath.Parse($"{folder}/config.json"), BlobWriteMode.Create, Token);
        await using var merged = await CheckpointFolder.OpenAsync(store, folder, method, Token);
        return await ScoresAsync(merged);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders)
            await folder.DisposeAsync();
        _merges.Dispose();
    }

    private async Task<double[]> ScoresAsync(CheckpointFolder checkpoint)
    {
        using var model = await FlanT5Model.LoadAsync(checkpoint, Token);
        return [.. GlueTasks.All.Select(task => Score(model, task))];
    }

    private double Score(FlanT5Model model, GlueTask task)
    {
        var (inputs, targets) = _rows[task];
        var outputs = model.Generate(inputs, new GenerationOptions(), null, Token).Select(ids => _tokenizer!.Decode(ids));
        return 100 * (Scorer.Combine(task, [Scorer.Score(task, [.. outputs.Zip(targets)])]).Value ?? 0);
    }

    private async Task<(int[][] Inputs, string[] Targets)> ReadAsync(GlueTask task, T5Tokenizer tokenizer)
    {
        var rows = await GlueDataset.ReadAsync(task, await _store.OpenReadAsync(SampleData.ValidationPath(task), Token), null, Token).ToListAsync(Token);
        return ([.. rows.Select(row => tokenizer.Encode(row.Prompt))], [.. rows.Select(row => row.Target)]);
    }
}
