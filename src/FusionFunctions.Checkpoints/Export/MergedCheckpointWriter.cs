using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>
/// Writes a merged checkpoint as an HF-style folder: weights, then the base's small files and a model card, then config.json, without which
/// nothing opens the folder, and merge.json last. Exports of one recipe may meet in a folder; an interrupted one leaves no merge.json, and
/// the next one takes over what is right.
/// </summary>
public sealed partial class MergedCheckpointWriter : IAsyncDisposable
{
    private const string OverflowedKey = "overflowed";
    private const string LeftOutKey = "left_out";
    private readonly CheckpointExport _export;
    private readonly ExportFolder _folder;
    private readonly string _digest;
    private readonly JsonObject _recipe;
    private readonly IReadOnlyList<TensorInfo> _tensors;
    private readonly ShardedWeights _weights;
    private readonly NotedTensors _overflowed;

    private MergedCheckpointWriter(CheckpointExport export, ExportFolder folder, UnfinishedExport left, JsonObject recipe, IReadOnlyList<TensorInfo> tensors)
    {
        (_export, _folder, _digest, _recipe, _tensors) = (export, folder, left.Digest, recipe, tensors);
        _weights = new(folder, ShardPlan.Of(tensors, export.MaxShardBytes, left.Files), export.RequireInputsUnchangedAsync, NoteAsync);
        _overflowed = new(left.Overflowed.Where(Finished.Contains));
    }

    /// <summary>Names of the tensors that an interrupted export of the same has left, in files that are whole: their elements are not to be written again.</summary>
    public IReadOnlySet<string> Finished => _weights.Finished;

    /// <summary>Tensors with elements that their type cannot hold: what was noted, and what an interrupted export has noted of those that are finished. Ordinal.</summary>
    public IReadOnlyList<string> Overflowed => _overflowed.Names;

    /// <summary>Tells before any work is done whether <see cref="BeginAsync"/> would refuse a folder.</summary>
    /// <exception cref="CheckpointException">The folder holds something else.</exception>
    public static Task RequireFreeAsync(IBlobStore target, string folder, string digest, CancellationToken cancellationToken) =>
        LookAsync(target, folder, digest, cancellationToken);

    /// <param name="export">Where it goes.</param>
    /// <param name="digest">Of the recipe, lower-case hex.</param>
    /// <param name="recipe">Everything that determines the weights: <c>inputs</c>, <c>method</c>, <c>parameters</c>, <c>output_dtype</c>.</param>
    /// <param name="tensors">With their output types, ordinal by name.</param>
    /// <param name="cancellationToken">Stops the beginning.</param>
    /// <exception cref="CheckpointException">The folder holds something else.</exception>
    public static async Task<MergedCheckpointWriter> BeginAsync(
        CheckpointExport export, string digest, JsonObject recipe, IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken)
    {
        var folder = new ExportFolder(export.Target, export.Folder);
        var (complete, isMarked) = await LookAsync(export.Target, export.Folder, digest, cancellationToken);
        var unfinished = new UnfinishedExport(
            digest, export.MaxShardBytes, complete?.Files ?? [], complete is null ? [] : NotedTensors.Of(complete.Report, OverflowedKey));
        if (complete is not null && await complete.IsWholeAsync(export.Target, export.Folder, cancellationToken))
            return ShardPlan.Of(tensors, export.MaxShardBytes, complete.Files).Shards.All(shard => shard.Left is not null)
                ? new(export, folder, unfinished, recipe, tensors)
                : throw new CheckpointException($"{folder.Name} already holds this merge in files of another size. Delete it, or choose another folder.");
        if (complete is not null)
        {
            // Something was deleted or cut since: what is left of it is what an interruption leaves.
            await unfinished.WriteAsync(export.Target, export.Folder, BlobWriteMode.Replace, cancellationToken);
            await folder.DeleteAsync(MergedCheckpoint.FileName, cancellationToken);
            isMarked = true;
        }
        var leftOver = isMarked ? await unfinished.FindLeftOverAsync(export.Target, export.Folder, cancellationToken) : null;
        // What another merge has left must not open together with files of this one.
        if (isMarked && leftOver is null)
            await folder.DeleteAsync(ModelFiles.Config, cancellationToken);
        await unfinished.WriteAsync(export.Target, export.Folder, BlobWriteMode.Create, cancellationToken);
        return new(export, folder, leftOver ?? unfinished with { Files = [], Overflowed = [] }, recipe, tensors);
    }

    /// <summary>Notes a tensor with elements that its type cannot hold, before the last of them is written. Safe for concurrent use.</summary>
    public void NoteOverflow(string tensor) => _overflowed.Add(tensor);

    /// <summary>Takes elements into the digest before they are written, while earlier ones are. They must come in the same order.</summary>
    public void Digest(ReadOnlyMemory<float> elements) => _weights.Digest(elements);

    /// <inheritdoc cref="Digest(ReadOnlyMemory{float})"/>
    public void Digest(StoredSlice stored) => _weights.Digest(stored);

    /// <summary>The next elements, in the order of the tensors that are not finished.</summary>
    public Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken) => _weights.WriteAsync(elements, cancellationToken);

    /// <summary>The next elements, all of one tensor, as they are.</summary>
    public Task WriteAsync(StoredSlice stored, CancellationToken cancellationToken) => _weights.WriteAsync(stored, cancellationToken);

    /// <summary>Writes everything that comes after the weights.</summary>
    /// <param name="report">For merge.json; its <c>statistics</c> also go into the model card, and its <c>overflowed</c> are <see cref="Overflowed"/>.</param>
    /// <param name="cancellationToken">Leaves the export incomplete.</param>
    /// <exception cref="CheckpointException">An input has changed, or another merge writes into the folder; the export stays incomplete.</exception>
    public async Task<MergedCheckpoint> CompleteAsync(JsonObject report, CancellationToken cancellationToken)
    {
        await _weights.CompleteAsync(cancellationToken);
        await CompanionFiles.CopyAsync(_export.Base, ModelFiles.Companions, _folder, cancellationToken);
        await CompanionFiles.CopyAsync(_export.Tokenizer ?? _export.Base, TokenizerFiles.All, _folder, cancellationToken);
        await WriteCardAndConfigAsync(report, cancellationToken);

        var record = new MergedCheckpoint(MergedCheckpoint.CurrentFormat, _digest, _recipe, _folder.Files, report);
        var path = FolderPath.Join(_export.Folder, MergedCheckpoint.FileName);
        if (!await _export.Target.WriteJsonAsync(path, record, BlobWriteMode.Create, ExportJson.Options, cancellationToken))
        {
            record = await MergedCheckpoint.FindAsync(_export.Target, _export.Folder, cancellationToken);
            if (record is null || record.Digest != _digest)
                throw new CheckpointException($"Another merge wrote into {_folder.Name} at the same time. Give every merge a folder of its own.");
        }
        await _folder.DeleteAsync(UnfinishedExport.FileName, cancellationToken);
        return record;
    }

    public ValueTask DisposeAsync() => _weights.DisposeAsync();

    /// <returns>The finished export of the same, or null; and whether an interrupted one has left its marker.</returns>
    private static async Task<(MergedCheckpoint? Complete, bool IsMarked)> LookAsync(IBlobStore target, string path, string digest, CancellationToken cancellationToken)
    {
        var folder = new ExportFolder(target, path);
        // The order matters where another export is under way: it sets the marker before its first file, and removes it after merge.json.
        bool holdsFiles = (await folder.ListAsync(cancellationToken)).Any(file => IsExported(file) || ModelFiles.IsOfModel(file));
        bool isMarked = await UnfinishedExport.ExistsAsync(folder, cancellationToken);
        var complete = await MergedCheckpoint.FindAsync(target, path, cancellationToken);
        if (complete is not null && complete.Digest != digest)
            throw new CheckpointException($"{folder.Name} already holds another merged checkpoint. Delete it, or choose another folder.");
        if (complete is null && !isMarked && holdsFiles)
            throw new CheckpointException($"{folder.Name} already holds files of a checkpoint or an adapter that was not merged here. Choose another folder.");
        return (complete, isMarked);
    }

    /// <summary>Remembers which files are whole.</summary>
    private Task NoteAsync(CancellationToken cancellationToken) =>
        new UnfinishedExport(_digest, _export.MaxShardBytes, _folder.Files, Overflowed).WriteAsync(_export.Target, _export.Folder, BlobWriteMode.Replace, cancellationToken);

    private async Task WriteCardAndConfigAsync(JsonObject report, CancellationToken cancellationToken)
    {
        byte[]? config = await CompanionFiles.ReadAsync(_export.Base, ModelFiles.Config, cancellationToken);
        string fileName = $"{_export.Base.Name}/{ModelFiles.Config}";
        var card = new ModelCard
        {
            Recipe = _recipe,
            Digest = _digest,
            HubNames = _export.HubNames,
            ModelClass = (config is null ? null : ModelClass(CheckpointConfig.Parse(config, fileName))) ?? ModelCard.Body,
            HasTokenizer = _folder.Files.Any(file => TokenizerFiles.All.Contains(file.Name)),
            Statistics = report["statistics"],
            LeftOut = NotedTensors.Of(report, LeftOutKey),
        };
        await _folder.WriteAsync(ModelCard.FileName, Encoding.UTF8.GetBytes(card.ToString()), cancellationToken);
        await DeleteLeftOversAsync(config is null ? [] : [ModelFiles.Config], cancellationToken);
        // The report may tell of weights that were read again only for it, and the config was read just now.
        await _export.RequireInputsUnchangedAsync(cancellationToken);
        if (config is not null)
            await _folder.WriteAsync(ModelFiles.Config, ConfigDType.Set(config, fileName, _tensors), cancellationToken);
    }

    private async Task DeleteLeftOversAsync(IEnumerable<string> kept, CancellationToken cancellationToken)
    {
        foreach (string file in (await _folder.ListAsync(cancellationToken)).Where(IsExported).Except(_folder.Files.Select(file => file.Name).Concat(kept)))
            await _folder.DeleteAsync(file, cancellationToken);
    }

    private static string? ModelClass(CheckpointConfig config) =>
        config.Architectures.FirstOrDefault() is { } name && Identifier().IsMatch(name) ? name : null;

    private static bool IsExported(string file) =>
        file is ModelFiles.Config or ModelCard.FileName || ModelFiles.Companions.Contains(file)
        || TokenizerFiles.All.Contains(file) || WeightsName().IsMatch(file);

    [GeneratedRegex(@"^(model|pytorch_model)(-\d+-of-\d+)?\.(safetensors|bin)(\.index\.json)?\z")]
    private static partial Regex WeightsName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,99}\z")]
    private static partial Regex Identifier();
}
