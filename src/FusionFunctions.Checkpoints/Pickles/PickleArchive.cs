using System.IO.Compression;
using System.Text;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>
/// The zip archive that <c>torch.save</c> writes: <c>{name}/data.pkl</c> and one uncompressed <c>{name}/data/{key}</c> for each storage.
/// </summary>
internal sealed class PickleArchive : IAsyncDisposable
{
    private const int MaxPickleBytes = 16 << 20;
    private readonly ZipArchive _zip;
    private readonly ProbeStream _stream;
    private readonly string _prefix;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;

    private PickleArchive(ProbeStream stream, ZipArchive zip)
    {
        (_stream, _zip) = (stream, zip);
        _entries = new(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
            if (!_entries.TryAdd(entry.FullName, entry))
                throw Bad($"'{Printable.Text(entry.FullName)}' stands in it twice");
        string[] pickles = [.. _entries.Keys.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal) && name.Count(c => c == '/') == 1)];
        _prefix = pickles is [var pickle] ? pickle[..^"data.pkl".Length] : throw Bad("it does not have one data.pkl");
    }

    /// <exception cref="CheckpointException">Not such an archive.</exception>
    public static async Task<PickleArchive> OpenAsync(IBlobReader reader, CancellationToken cancellationToken)
    {
        var stream = new ProbeStream(reader);
        byte[] first = new byte[1];
        await stream.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        // An archive begins with 'P'.
        if (first[0] == (byte)'v')
            await LfsPointer.RefuseAsync(reader, cancellationToken);
        if (first[0] == (byte)PickleOpcode.Protocol)
            throw PickleProblem.Bad(reader.Name, "it is a bare pickle, as PyTorch wrote them before version 1.6");
        return await GuardAsync(stream, async () =>
            new PickleArchive(stream, await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8, cancellationToken)));
    }

    public async Task<byte[]> ReadPickleAsync(CancellationToken cancellationToken)
    {
        string order = _entries.ContainsKey($"{_prefix}byteorder") ? Encoding.Latin1.GetString(await ReadAsync("byteorder", 16, cancellationToken)) : "little";
        if (order != "little")
            throw Bad($"its elements are stored in the byte order '{Printable.Text(order)}'");
        return await ReadAsync("data.pkl", MaxPickleBytes, cancellationToken);
    }

    /// <summary>Where in the file a storage's bytes begin.</summary>
    public async Task<long> FindAsync(PickleStorage storage, long bytes, CancellationToken cancellationToken)
    {
        var entry = Find($"data/{storage.Key}");
        if (entry.Length != bytes)
            throw Bad($"the storage '{Printable.Text(storage.Key)}' has {entry.Length} bytes instead of {bytes}");
        if (bytes == 0)
            return 0;
        return await GuardAsync(_stream, async () =>
        {
            await using var stream = await entry.OpenAsync(cancellationToken);
            await stream.ReadExactlyAsync(new byte[1], cancellationToken);
            // The archive does not tell where an entry lies, but shows it in what it reads: just one byte, if nothing has to be decompressed.
            if (entry.IsEncrypted || entry.CompressedLength != bytes || _stream.LastLength != 1)
                throw Bad($"the storage '{Printable.Text(storage.Key)}' is compressed");
            return _stream.LastOffset <= _stream.Length - bytes
                ? _stream.LastOffset
                : throw Bad($"the storage '{Printable.Text(storage.Key)}' ends behind the file");
        });
    }

    public ValueTask DisposeAsync()
    {
        _zip.Dispose();
        return _stream.DisposeAsync();
    }

    private async Task<byte[]> ReadAsync(string name, int most, CancellationToken cancellationToken)
    {
        var entry = Find(name);
        if (entry.Length > most)
            throw Bad($"its {name} has {entry.Length} bytes; at most {most} are allowed");
        return await GuardAsync(_stream, async () =>
        {
            // What the archive says of the length need not be true: no more than that is taken, whatever decompresses.
            byte[] bytes = new byte[entry.Length];
            await using var stream = await entry.OpenAsync(cancellationToken);
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        });
    }

    private ZipArchiveEntry Find(string name) =>
        _entries.GetValueOrDefault(_prefix + name) ?? throw Bad($"'{Printable.Text(name)}' is missing in it");

    private static async Task<T> GuardAsync<T>(ProbeStream stream, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw PickleProblem.Bad(stream.Name, $"it cannot be read as a zip archive ({e.Message.TrimEnd('.')})", e);
        }
    }

    private CheckpointException Bad(string reason) => PickleProblem.Bad(_stream.Name, reason);
}
