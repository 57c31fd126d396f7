using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Checkpoints;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Matrices;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class ExtractLoraTests : IDisposable
{
    private static readonly string s_base = Path.Join(SmallExperiment.Samples, "base");
    private static readonly string s_rte = Path.Join(SmallExperiment.Samples, "glue-rte");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Extracted_adapter_prints_its_errors_and_inspects_as_an_adapter_of_its_base()
    {
        string[] command = ["extract-lora", s_rte, "--base", s_base, "--rank", "4", "--targets", "q,v", "--output", _folder["adapter"]];
        var (exitCode, output, errors) = await FusionProcess.RunAsync(command);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^decoder\.block\.0\.layer\.0\.SelfAttention\.q\.weight +\[64, 64\] +4 +0\.\d{4} +0\.\d{4}$", output);
        Assert.Contains("Changed, and not in the adapter:", output, StringComparison.Ordinal);
        Assert.Matches(@"Error of the adapter's tensors: \d+\.\d\d %; of the whole model: \d+\.\d\d %", output);
        var inspected = await FusionProcess.RunAsync("inspect", s_base, _folder["adapter"]);
        Assert.Equal(0, inspected.ExitCode);
        Assert.Matches(@"adapter +q, v +.*base +4 +4 +1 +12 ", inspected.Output);

        var again = await FusionProcess.RunAsync(command);
        Assert.Equal((2, ""), (again.ExitCode, again.Output));
        Assert.Contains("there is an adapter already", again.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adapter_config.json", "there is an adapter already")]
    [InlineData("adapter_model.bin", "there is a model already")]
    [InlineData("model-00001-of-00002.safetensors", "there is a model already")]
    [InlineData("config.json", "there is a model already")]
    public async Task Folder_that_holds_an_adapter_or_a_model_is_refused_and_stays(string file, string why)
    {
        Directory.CreateDirectory(_folder["adapter"]);
        await File.WriteAllTextAsync(_folder["adapter", file], "keep", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await FusionProcess.RunAsync("extract-lora", s_rte, "--base", s_base, "--output", _folder["adapter"]);

        Assert.Equal(2, exitCode);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Equal("keep", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder["adapter"])), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Weights_that_an_interruption_left_without_their_config_are_replaced()
    {
        string[] command = ["extract-lora", s_rte, "--base", s_base, "--rank", "2", "--targets", "q", "--output"];
        Directory.CreateDirectory(_folder["left"]);
        await File.WriteAllTextAsync(_folder["left", "adapter_model.safetensors"], "half", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await FusionProcess.RunAsync([.. command, _folder["fresh"]])).ExitCode);
        var (exitCode, _, errors) = await FusionProcess.RunAsync([.. command, _folder["left"]]);

        Assert.Equal((0, ""), (exitCode, errors));
        foreach (string file in new[] { "adapter_model.safetensors", "adapter_config.json" })
            Assert.Equal(File.ReadAllBytes(_folder["fresh", file]), File.ReadAllBytes(_folder["left", file]));
        Assert.Contains("\"task_type\": \"SEQ_2_SEQ_LM\"", File.ReadAllText(_folder["left", "adapter_config.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_by_libtorch_loses_as_much_as_that_of_managed_code_and_differs_by_rounding()
    {
        var managed = await ExtractAsync("managed");
        var torch = await ExtractAsync("libtorch");

        Assert.Equal(managed.Printed, torch.Printed);
        Rounding.IsAllThatDiffers(managed.Merged, torch.Merged);

        async Task<(string Printed, float[] Merged)> ExtractAsync(string matrices)
        {
            var (exitCode, output, errors) = await FusionProcess.RunAsync(
                ["extract-lora", s_rte, "--base", s_base, "--rank", "2", "--targets", "q", "--output", _folder[matrices], "--device", "cpu", "--matrices", matrices]);
            Assert.Equal((0, ""), (exitCode, errors));
            return (output.Replace(_folder[matrices], "", StringComparison.Ordinal), await MergedAsync(matrices));
        }
    }

    [Fact]
    public async Task Extraction_on_a_gpu_that_is_not_there_ends_with_2_before_anything_is_written()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU here.");

        var (exitCode, output, errors) = await FusionProcess.RunAsync("extract-lora", s_rte, "--base", s_base, "--output", _folder["adapter"], "--device", "cuda");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("device cuda: libtorch finds no GPU here", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["adapter"]));
    }

    [Theory]
    [InlineData("--rank", "0", "--rank must be a whole number")]
    [InlineData("--targets", "query", "No linear layer is called 'query'")]
    [InlineData("--base", "./nowhere", "nowhere")]
    public async Task Impossible_request_ends_with_a_message(string option, string value, string text)
    {
        string[] wanted = option == "--base" ? [] : ["--base", s_base];
        var (exitCode, output, errors) = await FusionProcess.RunAsync(["extract-lora", s_rte, .. wanted, option, value, "--output", _folder["adapter"]]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(text, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["adapter"]));
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_told_when_the_hub_has_no_such_repository()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync(
            new Dictionary<string, string> { ["HF_HUB_OFFLINE"] = "1" }, "extract-lora", "no/such", "--base", s_base, "--store", _folder["store"], "--output", _folder["adapter"]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("error: There is no folder 'no/such' here, so the hub was asked: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weight_that_is_not_a_number_outside_the_adapter_is_warned_of_by_name()
    {
        byte[] header = """{"q.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"q.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}"""u8.ToArray();
        foreach (var (name, bias, weight) in new[] { ("base", 1f, 1f), ("tuned", float.NaN, 2f) })
        {
            Directory.CreateDirectory(_folder[name]);
            byte[] bytes = [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. BitConverter.GetBytes(bias), .. BitConverter.GetBytes(weight)];
            await File.WriteAllBytesAsync(_folder[name, "model.safetensors"], bytes, TestContext.Current.CancellationToken);
        }

        var (exitCode, output, errors) = await FusionProcess.RunAsync("extract-lora", _folder["tuned"], "--base", _folder["base"], "--rank", "1", "--output", _folder["adapter"]);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("warning: tensor 'q.bias' holds NaN or infinity in one of the models", errors, StringComparison.Ordinal);
        Assert.Matches("Changed, and not in the adapter:\nq.bias ", output);
    }

    /// <summary>All weights of the base with an adapter.</summary>
    private async Task<float[]> MergedAsync(string adapter)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var @base = await CheckpointFolder.OpenAsync(new DirectoryBlobStore(s_base), "", "base", cancel);
        await using var folder = await AdapterFolder.OpenAsync(new DirectoryBlobStore(_folder[adapter]), "", adapter, cancel);
        await using var merged = MergedAdapterReader.Create(@base, folder);
        return [.. (await merged.ReadAllAsync()).Values.SelectMany(values => values)];
    }
}
