using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class ExtractLoraChangedWeightsTests
{
    /// <summary>The base's weights are a link to what the command itself replaces when it commits the adapter's, so that they change after the last reading.</summary>
    [Fact]
    public async Task Weights_that_change_while_they_are_read_end_with_a_message_and_no_config()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights of their own there.");
        using var folder = new TemporaryFolder();
        await TinyModel.WriteAsync(folder["adapter"], ("a.weight", [4, 4], 1));
        File.Move(folder["adapter", "model.safetensors"], folder["adapter", "adapter_model.safetensors"]);
        Directory.CreateDirectory(folder["base"]);
        File.CreateSymbolicLink(folder["base", "model.safetensors"], folder["adapter", "adapter_model.safetensors"]);
        await TinyModel.WriteAsync(folder["tuned"], ("a.weight", [4, 4], 2));

        var (exitCode, output, errors) = await FusionProcess.RunAsync(
            "extract-lora", folder["tuned"], "--base", folder["base"], "--rank", "2", "--store", folder["store"], "--output", folder["adapter"]);

        Assert.NotEqual(0, exitCode);
        Assert.Equal("", output);
        Assert.Matches("^error: The checkpoint at .*base.* changed while the run was going on; run again.", errors);
        Assert.False(File.Exists(folder["adapter", "adapter_config.json"]));
    }
}
