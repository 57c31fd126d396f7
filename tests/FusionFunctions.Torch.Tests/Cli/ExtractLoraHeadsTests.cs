using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Classifiers with heads of their own: the adapter is of the rest, and says so.</summary>
public sealed class ExtractLoraHeadsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Heads_of_other_shapes_are_listed_and_warned_of_and_no_error_is_told_of_the_whole_model()
    {
        await WriteAsync("base", labels: 2, seed: 1);
        await WriteAsync("tuned", labels: 3, seed: 2);

        var (exitCode, output, errors) = await ExtractAsync();

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^Not alike in both models, and not in the adapter:\ntensor +base +fine-tuned *\nhead\.out\.bias +\[2\] +\[3\] *\nhead\.out\.weight +\[2, 4\] +\[3, 4\] *$", output);
        Assert.Matches(@"Error of the adapter's tensors: \d+\.\d\d %; of the tensors that both models have alike: \d+\.\d\d %", output);
        Assert.DoesNotContain("whole model", output, StringComparison.Ordinal);
        Assert.Equal(
            "warning: the models are classifiers with heads of their own; the adapter is of what they share, without head.out.bias, head.out.weight.",
            errors.TrimEnd());
    }

    /// <summary>The last part of the head's path is that of a changed layer, which PEFT would take for both.</summary>
    [Fact]
    public async Task Adapter_without_a_head_does_not_name_its_module_and_opens_on_the_base()
    {
        await WriteAsync("base", labels: 2, seed: 1);
        await WriteAsync("tuned", labels: 3, seed: 2);

        await ExtractAsync();

        Assert.Contains("\"layer.out\"", await File.ReadAllTextAsync(_folder["adapter", "adapter_config.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var (exitCode, _, errors) = await FusionProcess.RunAsync("inspect", _folder["base"], _folder["adapter"]);
        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task Models_that_differ_in_their_heads_alone_are_refused_and_the_heads_named()
    {
        await WriteAsync("base", labels: 2, seed: 1);
        await WriteAsync("tuned", labels: 3, seed: 1);

        var (exitCode, output, errors) = await ExtractAsync();

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("without head.out.bias, head.out.weight.", errors, StringComparison.Ordinal);
        Assert.Contains("error: No linear layer differs between the models", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["adapter"]));
    }

    private Task WriteAsync(string name, int labels, int seed) => TinyModel.WriteClassifierAsync(
        _folder[name], ("head.out.bias", [labels], 5), ("head.out.weight", [labels, 4], 6), ("layer.out.weight", [4, 4], seed));

    private Task<(int ExitCode, string Output, string Errors)> ExtractAsync() => FusionProcess.RunAsync(
        "extract-lora", _folder["tuned"], "--base", _folder["base"], "--rank", "2", "--store", _folder["store"], "--output", _folder["adapter"]);
}
