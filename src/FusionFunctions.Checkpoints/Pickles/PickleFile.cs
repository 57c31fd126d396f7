using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>An open <c>pytorch_model.bin</c>. Its pickle is read as data, never run; tensors are read when asked for, in slices.</summary>
internal sealed class PickleFile : ITensorFile
{
    // Views of one storage that overlap are legitimate, but without a bound a small file could describe a model of any size.
    private const int MostViewsOfAnElement = 8;

    private readonly IBlobReader _reader;
    private readonly Dictionary<string, StridedView> _views;
    private readonly Dictionary<string, long> _storages = new(StringComparer.Ordinal);

    private PickleFile(IBlobReader reader, Dictionary<string, StridedView> views) => (_reader, _views) = (reader, views);

    public string Name => _reader.Name;

    public IEnumerable<TensorInfo> Tensors => _views.Select(entry => new TensorInfo(entry.Key, entry.Value.DType, entry.Value.Shape));

    public IEnumerable<IReadOnlyList<string>> Shared =>
        _views.Where(entry => entry.Value.ElementCount > 0)
            .GroupBy(entry => entry.Value.Identity, entry => entry.Key)
            .Where(names => names.Count() > 1)
            .Select(names => names.ToArray());

    /// <summary>Takes over the reader.</summary>
    /// <exception cref="CheckpointException">It is not a state dict of tensors, or asks for code to be run.</exception>
    public static async Task<PickleFile> OpenAsync(IBlobReader reader, CancellationToken cancellationToken)
    {
        try
        {
            // The archive is only needed to find the storages; it leaves the reader open.
            await using var archive = await PickleArchive.OpenAsync(reader, cancellationToken);
            object? value = new Unpickler(await archive.ReadPickleAsync(cancellationToken), reader.Name).Read();
            var file = new PickleFile(reader, Views(value, reader.Name));
            await file.LocateAsync(archive, cancellationToken);
            return file;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public ValueTask ReadBytesAsync(string tensor, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var view = _views[tensor];
        int size = view.DType.Size();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, (view.ElementCount * size) - offset, nameof(destination));
        return destination.IsEmpty
            ? default
            : new StridedReader(_reader, _storages[view.Storage.Key], view).ReadAsync(offset / size, destination, cancellationToken);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private static Dictionary<string, StridedView> Views(object? value, string fileName)
    {
        if (value is not Dictionary<string, object?> dictionary)
            throw PickleProblem.Bad(fileName, "it is not a state dict");
        var views = new Dictionary<string, StridedView>(StringComparer.Ordinal);
        foreach (var (key, item) in dictionary)
            views.Add(key, item as StridedView ?? throw PickleProblem.Bad(
                fileName, $"its entry '{Printable.Text(key)}' is not a tensor; save the state dict alone"));
        return views;
    }

    private async Task LocateAsync(PickleArchive archive, CancellationToken cancellationToken)
    {
        long total = 0;
        foreach (var views in _views.Values.GroupBy(view => view.Storage.Key))
        {
            var storage = views.First().Storage;
            Int128 bytes = (Int128)storage.Elements * storage.DType.Size();
            Int128 shown = views.DistinctBy(view => view.Identity).Aggregate((Int128)0, (sum, view) => sum + view.ElementCount);
            if (bytes > _reader.Length - total)
                throw PickleProblem.Bad(Name, $"its storages need more bytes than the {_reader.Length} that the file has");
            if (views.Any(view => view.Storage != storage) || shown > (Int128)storage.Elements * MostViewsOfAnElement)
                throw PickleProblem.Bad(Name, $"the storage '{Printable.Text(storage.Key)}' is used in ways that do not fit each other");
            _storages.Add(storage.Key, await archive.FindAsync(storage, (long)bytes, cancellationToken));
            total += (long)bytes;
        }
    }
}
