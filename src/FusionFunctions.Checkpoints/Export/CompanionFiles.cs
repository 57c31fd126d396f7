using System.Text.Json;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>The small files beside the weights, taken over from the base.</summary>
internal static class CompanionFiles
{
    private const int MaxBytes = 64 << 20;
    private static readonly string[] s_dtypeKeys = ["torch_dtype", "dtype"];

    public static async Task CopyAsync(CheckpointSource source, IEnumerable<string> files, ExportFolder folder, CancellationToken cancellationToken)
    {
        foreach (string file in files)
            if (await ReadAsync(source, file, cancellationToken) is { } bytes)
                await folder.WriteAsync(file, bytes, cancellationToken);
    }

    /// <summary>Null where the source has no such file.</summary>
    public static async Task<byte[]?> ReadAsync(CheckpointSource source, string file, CancellationToken cancellationToken)
    {
        var path = FolderPath.Join(source.Folder, file);
        return await source.Store.FindAsync(path, cancellationToken) is null
            ? null
            : await source.Store.ReadBytesAsync(path, MaxBytes, cancellationToken);
    }

    /// <summary>The config as it is, byte for byte, where it already tells the type of the weights; else with that type.</summary>
    /// <exception cref="CheckpointException">Not a JSON object.</exception>
    public static byte[] WithDType(byte[] config, string fileName, IReadOnlyList<TensorInfo> tensors)
    {
        var parsed = CheckpointConfig.Parse(config, fileName);
        TensorDType[] dtypes = [.. tensors.Select(tensor => tensor.DType).Where(dtype => dtype.IsFloat()).Distinct()];
        // A mixture has no one name; what the base says stays.
        if (dtypes is not [var dtype])
            return config;
        string[] keys = [.. s_dtypeKeys.Where(parsed.Json.ContainsKey)];
        if (keys.Length > 0 && keys.All(key => parsed.Json[key]?.ToJsonString() == $"\"{dtype.TorchName()}\""))
            return config;
        foreach (string key in keys.Length > 0 ? keys : s_dtypeKeys[..1])
            parsed.Json[key] = dtype.TorchName();
        return JsonSerializer.SerializeToUtf8Bytes(parsed.Json, ExportJson.Options);
    }
}
