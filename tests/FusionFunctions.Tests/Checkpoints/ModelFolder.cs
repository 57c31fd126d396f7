using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>A folder with a model's files, made for one test.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DirectoryBlobStore Store => new(_folder.Path, LinkPolicy.Follow);

    public string this[string file] => _folder[file];

    public ModelFolder With(string file, string text)
    {
        File.WriteAllText(_folder[file], text);
        return this;
    }

    public ModelFolder With(string file, byte[] bytes)
    {
        File.WriteAllBytes(_folder[file], bytes);
        return this;
    }

    /// <summary>A safetensors file of F32 vectors.</summary>
    public ModelFolder With(string file, params (string Name, float[] Values)[] tensors) =>
        With(file, Safetensors([.. tensors.Select(tensor => (tensor.Name, new long[] { tensor.Values.Length }, tensor.Values))]));

    /// <summary>The bytes of a safetensors file of F32 tensors.</summary>
    public static byte[] Safetensors(params (string Name, long[] Shape, float[] Values)[] tensors) => SafetensorsAsync(tensors).GetAwaiter().GetResult();

    public Task<CheckpointFolder> OpenAsync() => CheckpointFolder.OpenAsync(Store, "", "the-model", TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    private static async Task<byte[]> SafetensorsAsync((string Name, long[] Shape, float[] Values)[] tensors)
    {
        var blob = new MemoryBlob();
        await using var writer = await SafetensorsWriter.CreateAsync(blob, tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDType.F32, tensor.Shape)), default);
        foreach (var (_, _, values) in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
            await writer.WriteAsync(values, default);
        await writer.CommitAsync(default);
        return blob.Bytes;
    }
}
