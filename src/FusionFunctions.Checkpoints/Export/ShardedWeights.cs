using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>Writes tensors one after the other into one safetensors file, or into shards and their index.</summary>
/// <param name="folder">Receives the files.</param>
/// <param name="plan">Which tensor goes where.</param>
/// <param name="requireUnchangedAsync">Called when all elements of a file are there, before it is; where it throws, the file does not appear.</param>
/// <param name="noteAsync">Called whenever a file is whole.</param>
internal sealed class ShardedWeights(
    ExportFolder folder, ShardPlan plan, Func<CancellationToken, Task> requireUnchangedAsync, Func<CancellationToken, Task> noteAsync) : IAsyncDisposable
{
    private readonly ShardDigests _digests = new(plan);
    private int _shard = -1;
    private long _elementsLeft;
    private ExportBlob? _blob;
    private SafetensorsWriter? _writer;

    /// <summary>Names of the tensors in files that need not be written again.</summary>
    public IReadOnlySet<string> Finished { get; } =
        plan.Shards.Where(shard => shard.Left is not null).SelectMany(shard => shard.Tensors).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Takes elements into their file's sha256 before they are written, while earlier ones are. They must come in the same order.</summary>
    public void Digest(ReadOnlyMemory<float> elements) => _digests.Append(elements);

    /// <inheritdoc cref="Digest(ReadOnlyMemory{float})"/>
    public void Digest(StoredSlice stored) => _digests.Append(stored);

    public async Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken)
    {
        while (!elements.IsEmpty)
        {
            while (_elementsLeft == 0)
                await NextAsync(cancellationToken);
            int count = (int)Math.Min(elements.Length, _elementsLeft);
            await _writer!.WriteAsync(elements[..count], cancellationToken);
            _elementsLeft -= count;
            elements = elements[count..];
        }
    }

    /// <summary>Elements of one tensor, as they are.</summary>
    public async Task WriteAsync(StoredSlice stored, CancellationToken cancellationToken)
    {
        while (_elementsLeft == 0)
            await NextAsync(cancellationToken);
        await _writer!.WriteAsync(stored, cancellationToken);
        _elementsLeft -= stored.Count;
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        while (_shard < plan.Shards.Count - 1)
            await NextAsync(cancellationToken);
        await CommitAsync(cancellationToken);
        if (plan.IsSharded)
            await folder.WriteAsync(ModelFiles.WeightsIndex, JsonSerializer.SerializeToUtf8Bytes(Index(), ExportJson.Options), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _digests.Dispose();
        return _writer?.DisposeAsync() ?? default;
    }

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        await CommitAsync(cancellationToken);
        if (++_shard == plan.Shards.Count)
            throw new InvalidOperationException("More elements than the tensors have.");
        var shard = plan.Shards[_shard];
        if (shard.Left is { } file)
        {
            folder.Keep(file);
            return;
        }
        _elementsLeft = shard.Missing;
        _blob = await folder.OpenAsync(shard.File, cancellationToken);
        _writer = await SafetensorsWriter.CreateAsync(_blob.Writer, _digests.Of(_shard), cancellationToken);
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_writer is null)
            return;
        // Wrong weights must not be found under the recipe's name, even where the change is taken back later.
        await requireUnchangedAsync(cancellationToken);
        await folder.CommitAsync(_blob!, _writer.Complete(), cancellationToken);
        await _writer.DisposeAsync();
        _writer = null;
        await noteAsync(cancellationToken);
    }

    private JsonObject Index() => new()
    {
        ["metadata"] = new JsonObject { ["total_size"] = plan.Shards.Sum(shard => shard.Tensors.Sum(ShardPlan.Bytes)) },
        ["weight_map"] = new JsonObject(plan.Shards.SelectMany(Entries)),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(Shard shard) =>
        shard.Tensors.Select(tensor => KeyValuePair.Create(tensor.Name, (JsonNode?)shard.File));
}
