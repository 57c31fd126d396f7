using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Checkpoints;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary><c>fusion merge</c> into a folder <c>out</c>, and the weights that it leaves.</summary>
internal static class MergeRun
{
    public static Task<(int ExitCode, string Output, string Errors)> MergeAsync(TemporaryFolder folder, string file, params string[] more) =>
        FusionProcess.RunAsync(["merge", file, "--output", folder["out"], "--store", folder["store"], .. more]);

    /// <returns>The elements of all tensors, ordinal by name.</returns>
    public static async Task<float[]> WeightsAsync(string path) => [.. (await TensorsAsync(path)).Values.SelectMany(elements => elements)];

    /// <summary>Ordinal by name.</summary>
    public static async Task<SortedDictionary<string, float[]>> TensorsAsync(string path)
    {
        await using var checkpoint = await CheckpointFolder.OpenAsync(new DirectoryBlobStore(path), "", path, TestContext.Current.CancellationToken);
        return await checkpoint.ReadAllAsync();
    }
}
