using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Models that merge and could not be evaluated end a run that evaluates before anything is merged, and no other.</summary>
public sealed class UnevaluableModelTests
{
    [Theory]
    [InlineData("config.json", "\"t5\"", "\"bert\"", "config.json: model_type is 'bert'")]
    [InlineData("config.json", "\"num_heads\":", "\"heads\":", "its config.json calls for")]
    public async Task Run_that_evaluates_names_the_users_model_and_merges_nothing(string name, string right, string wrong, string problem)
    {
        using var folder = new TemporaryFolder();
        string file = Write(folder, name, text => text.Replace(right, wrong, StringComparison.Ordinal));

        await RefusedAsync(folder, file, $"{folder["base"]}", problem);
    }

    [Fact]
    public async Task Run_that_evaluates_with_a_truncated_vocabulary_names_it_and_merges_nothing()
    {
        using var folder = new TemporaryFolder();
        string file = Write(folder, "config.json", text => text);
        File.WriteAllBytes(folder["base", "spiece.model"], File.ReadAllBytes(folder["base", "spiece.model"])[..^100]);

        await RefusedAsync(folder, file, $"{folder["base"]}: spiece.model", "Copy it from the original model");
    }

    [Fact]
    public async Task Run_that_evaluates_with_a_pointer_in_place_of_the_vocabulary_names_Git_LFS()
    {
        using var folder = new TemporaryFolder();
        string file = Write(folder, "config.json", text => text);
        File.WriteAllText(folder["base", "spiece.model"], "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 791656\n");

        await RefusedAsync(folder, file, $"{folder["base"]}: spiece.model is a pointer of Git LFS", "git lfs pull");
    }

    [Fact]
    public async Task Run_that_only_merges_takes_them()
    {
        using var folder = new TemporaryFolder();
        string file = Write(folder, "config.json", text => text.Replace("\"num_heads\":", "\"heads\":", StringComparison.Ordinal));
        string text = File.ReadAllText(file);
        File.WriteAllText(file, text[..text.IndexOf("baselines:", StringComparison.Ordinal)] + "taskpool: dummy\n");

        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal((0, ""), (exitCode, errors));
    }

    private static async Task RefusedAsync(TemporaryFolder folder, string file, string place, string problem)
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {place}", errors, StringComparison.Ordinal);
        Assert.Contains(problem, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["store", "merges"]));
    }

    /// <summary>A base of its own, with one text file edited.</summary>
    private static string Write(TemporaryFolder folder, string name, Func<string, string> edit)
    {
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["base"]);
        foreach (string source in Directory.EnumerateFiles(Path.Join(SmallExperiment.Samples, "base")))
            File.Copy(source, folder["base", Path.GetFileName(source)]);
        File.WriteAllText(folder["base", name], edit(File.ReadAllText(folder["base", name])));
        string text = File.ReadAllText(file).Replace("  - simple_average\n", "", StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace($"{SmallExperiment.Samples}/base", folder["base"], StringComparison.Ordinal));
        return file;
    }
}
