using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Recipes;

namespace FusionFunctions.Merging.Outputs;

/// <summary>A merged checkpoint as a complete HF-style folder. See <see cref="MergedCheckpointWriter"/>.</summary>
/// <param name="recipe">Goes into the model card and merge.json; its digest tells equal merges.</param>
/// <param name="export">Where it goes, and whose config and tokenizer it takes.</param>
public sealed class CheckpointFolderOutput(MergeRecipe recipe, CheckpointExport export) : IMergeOutput, IAsyncDisposable
{
    private MergedCheckpointWriter? _writer;

    public IReadOnlySet<string> Finished => Begun.Finished;

    public IReadOnlyList<string> Overflowed => Begun.Overflowed;

    /// <exception cref="CheckpointException">The folder holds something else.</exception>
    public async Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken) =>
        _writer = await MergedCheckpointWriter.BeginAsync(export, recipe.Digest, recipe.ToJson(), tensors, cancellationToken);

    public void NoteOverflow(string tensor) => Begun.NoteOverflow(tensor);

    public void Digest(ReadOnlyMemory<float> elements) => Begun.Digest(elements);

    public void Digest(StoredSlice stored) => Begun.Digest(stored);

    public Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken) => Begun.WriteAsync(elements, cancellationToken);

    public Task WriteAsync(StoredSlice stored, CancellationToken cancellationToken) => Begun.WriteAsync(stored, cancellationToken);

    /// <summary>Writes what comes after the weights; then the checkpoint is complete.</summary>
    public Task<MergedCheckpoint> CompleteAsync(MergeReport report, CancellationToken cancellationToken) =>
        Begun.CompleteAsync((JsonObject)JsonSerializer.SerializeToNode(report, ExportJson.Options)!, cancellationToken);

    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? default;

    private MergedCheckpointWriter Begun => _writer ?? throw new InvalidOperationException("No merge has written to this output yet.");
}
