using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>What is printed of ranks, and of layers that did not change.</summary>
public sealed class ExtractLoraRanksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Matrix_smaller_than_the_rank_is_marked_as_full_and_stands_in_the_config()
    {
        await WriteAsync("base", 1, 2);
        await WriteAsync("tuned", 3, 4);

        var (exitCode, output, errors) = await ExtractAsync("--rank", "3");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^tensor +shape +rank +change +error$", output);
        Assert.Matches(@"(?m)^large\.weight +\[6, 5\] +3 +\d\.\d{4} +0\.\d{4}$", output);
        Assert.Matches(@"(?m)^small\.weight +\[2, 5\] +2 \(full\) +\d\.\d{4} +0\.0000$", output);
        Assert.Contains("  rank 3, large, small", output, StringComparison.Ordinal);
        string config = await ConfigAsync();
        Assert.Matches("""(?s)"r": 3,.*"rank_pattern": \{\s*"small": 2\s*\},\s*"alpha_pattern": \{\s*"small": 2\s*\}""", config);
    }

    [Fact]
    public async Task Rank_that_no_matrix_has_becomes_the_most_that_one_has()
    {
        await WriteAsync("base", 1, 2);
        await WriteAsync("tuned", 3, 4);

        var (exitCode, output, errors) = await ExtractAsync("--rank", "64");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^large\.weight +\[6, 5\] +5 \(full\) ", output);
        Assert.Contains("  rank 5, large, small", output, StringComparison.Ordinal);
        Assert.Contains("\"r\": 5,", await ConfigAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layer_that_did_not_change_is_left_out_unless_it_is_named()
    {
        await WriteAsync("base", 1, 2);
        await WriteAsync("tuned", 3, 2);

        var changed = await ExtractAsync("--rank", "2");
        Directory.Delete(_folder["adapter"], recursive: true);
        var named = await ExtractAsync("--rank", "2", "--targets", "large,small");

        Assert.Equal((0, 0), (changed.ExitCode, named.ExitCode));
        Assert.DoesNotContain("small", changed.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^small\.weight +\[2, 5\] +2 +0\.0000 +0\.0000$", named.Output);
    }

    [Theory]
    [InlineData(new string[0], "error: No linear layer differs between the models, so that there is nothing to extract. Give another model or base.")]
    [InlineData(new[] { "--targets", "small" }, "error: No linear layer called small differs between the models, so that there is nothing to extract. Give another model or base, or name others with --targets.")]
    public async Task Identical_models_end_with_2_before_anything_is_written(string[] options, string why)
    {
        await WriteAsync("base", 1, 2);
        await WriteAsync("tuned", 1, 2);

        var (exitCode, output, errors) = await ExtractAsync(options);

        Assert.Equal((2, "", why), (exitCode, output, errors.TrimEnd()));
        Assert.False(Directory.Exists(_folder["adapter"]));
    }

    private Task WriteAsync(string name, int large, int small) =>
        TinyModel.WriteAsync(_folder[name], ("large.weight", [6, 5], large), ("small.weight", [2, 5], small));

    private Task<(int ExitCode, string Output, string Errors)> ExtractAsync(params string[] options) => FusionProcess.RunAsync(
        ["extract-lora", _folder["tuned"], "--base", _folder["base"], "--store", _folder["store"], "--output", _folder["adapter"], .. options]);

    private Task<string> ConfigAsync() => File.ReadAllTextAsync(_folder["adapter", "adapter_config.json"], TestContext.Current.CancellationToken);
}
