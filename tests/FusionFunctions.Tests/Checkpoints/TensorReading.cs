using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

internal static class TensorReading
{
    /// <summary>All tensors whole.</summary>
    public static async Task<SortedDictionary<string, float[]>> ReadAllAsync(this ITensorReader reader)
    {
        var result = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var tensor in reader.Tensors)
        {
            float[] values = new float[tensor.ElementCount];
            await reader.ReadAsync(tensor, 0, values, TestContext.Current.CancellationToken);
            result.Add(tensor.Name, values);
        }
        return result;
    }

    public static Task<CheckpointFolder> OpenReferenceAsync(params string[] parts) =>
        CheckpointFolder.OpenAsync(
            new DirectoryBlobStore(ReferenceData.Require(["golden", .. parts]), LinkPolicy.Follow), "", parts[^1], TestContext.Current.CancellationToken);

    public static void AssertSameBits(SortedDictionary<string, float[]> expected, SortedDictionary<string, float[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, values) in expected)
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), actual[name].Select(BitConverter.SingleToInt32Bits));
    }
}
