using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>A folder of the user's own that was named as the output by mistake stays as it is.</summary>
public sealed class MergeRefusedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Merge_into_a_models_folder_is_refused_and_leaves_no_lock_there()
    {
        await WriteModelsAsync();
        var before = Files("a");

        var (exitCode, output, errors) = await MergeAsync("0.5", "a");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("already holds files of a checkpoint or an adapter that was not merged here", errors, StringComparison.Ordinal);
        Assert.Equal(before, Files("a"));
    }

    [Fact]
    public async Task Merge_into_a_folder_with_another_merge_is_refused_and_leaves_no_lock_there()
    {
        await WriteModelsAsync();
        Assert.Equal(0, (await MergeAsync("0.5", "out")).ExitCode);
        File.Delete(_folder["out", "merge.lock"]);
        var before = Files("out");

        var (exitCode, _, errors) = await MergeAsync("0.25", "out");

        Assert.Equal(2, exitCode);
        Assert.Contains("already holds another merged checkpoint", errors, StringComparison.Ordinal);
        Assert.Equal(before, Files("out"));
    }

    private async Task WriteModelsAsync()
    {
        await TinyModel.WriteAsync(_folder["a"], ("a.weight", [4, 4], 1));
        await TinyModel.WriteAsync(_folder["b"], ("a.weight", [4, 4], 2));
    }

    private async Task<(int ExitCode, string Output, string Errors)> MergeAsync(string weight, string output)
    {
        string models = $"[{{ model: '{_folder["a"]}', parameters: {{ weight: {weight} }} }}, {{ model: '{_folder["b"]}', parameters: {{ weight: 1 }} }}]";
        await File.WriteAllTextAsync(_folder["merge.yml"], $"merge_method: linear\nmodels: {models}\n", TestContext.Current.CancellationToken);
        return await FusionProcess.RunAsync("merge", _folder["merge.yml"], "--output", _folder[output], "--store", _folder["store"]);
    }

    private (string Name, long Length, DateTime Written)[] Files(string name) =>
    [
        .. new DirectoryInfo(_folder[name]).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc)).OrderBy(file => file.FullName, StringComparer.Ordinal),
    ];
}
