using System.Runtime.InteropServices;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Merging;

/// <summary>A model in a file, its tensors given by the bytes that stand there.</summary>
internal sealed class StoredModel : IDisposable
{
    private readonly ModelFolder _folder = new();
    private readonly SortedDictionary<string, StoredSlice> _tensors = new(StringComparer.Ordinal);

    public StoredModel With<T>(string tensor, TensorDType dtype, params T[] values)
        where T : unmanaged
    {
        _tensors.Add(tensor, new(dtype, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        return this;
    }

    public async Task<CheckpointFolder> OpenAsync()
    {
        _folder.With("model.safetensors", await BytesAsync());
        return await _folder.OpenAsync();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<byte[]> BytesAsync()
    {
        var blob = new MemoryBlob();
        await using var writer = await SafetensorsWriter.CreateAsync(blob, _tensors.Select(tensor => new TensorInfo(tensor.Key, tensor.Value.DType, [tensor.Value.Count])), default);
        foreach (var stored in _tensors.Values)
            await writer.WriteAsync(stored, default);
        await writer.CommitAsync(default);
        return blob.Bytes;
    }
}
