using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class InspectCommandTests
{
    private static readonly string s_base = Path.Join(SmallExperiment.Samples, "base");
    private static readonly string s_rte = Path.Join(SmallExperiment.Samples, "glue-rte");

    [Fact]
    public async Task Inspect_of_an_experiments_pool_compares_all_models_with_the_base()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("inspect", $"{SmallExperiment.Samples}.yaml");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^_pretrained_ +T5ForConditionalGeneration \(t5\) +F16 +267136 +52 +534\.3 kB$", output);
        Assert.Contains("tied in all: shared.weight = decoder.embed_tokens.weight = encoder.embed_tokens.weight", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^6  glue-rte +[0-9.]+( +-?0\.[0-9]{4}){5}  1\.0000( +-?0\.[0-9]{4}){2}$", output);
    }

    [Fact]
    public async Task Inspect_as_JSON_takes_the_first_model_as_the_base()
    {
        var (exitCode, output, _) = await FusionProcess.RunAsync("inspect", s_base, s_rte, s_base, "--json", "--tensors");

        Assert.Equal(0, exitCode);
        var json = JsonNode.Parse(output)!;
        Assert.Equal(267136, (int)json["models"]![0]!["model_info"]!["trainable_params"]!);
        Assert.Equal(52, json["models"]![1]!["tensors"]!.AsArray().Count);
        var taskVectors = json["task_vectors"]!;
        Assert.Equal(s_base, (string)taskVectors["base"]!);
        Assert.Equal([s_rte, s_base], taskVectors["models"]!.AsArray().Select(name => (string)name!));
        Assert.InRange((double)taskVectors["norms"]![0]!, 0.1, 100);
        Assert.Equal(0, (double)taskVectors["norms"]![1]!);
        Assert.Equal("[[1,null],[null,null]]", taskVectors["cosine_similarities"]!.ToJsonString());
    }

    [Fact]
    public async Task Inspect_of_one_folder_lists_its_tensors()
    {
        var (exitCode, output, _) = await FusionProcess.RunAsync("inspect", s_rte, "--tensors");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^decoder\.block\.0\.layer\.0\.SelfAttention\.q\.weight +F16 +\[64, 64\] +4096$", output);
        Assert.DoesNotContain("Task vectors", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_puts_adapters_onto_the_first_model()
    {
        string lora = ReferenceData.Require("golden", "lora");
        var (exitCode, output, _) = await FusionProcess.RunAsync(
            "inspect", Path.Join(lora, "base"), Path.Join(lora, "cola_lora16"), Path.Join(lora, "rte_lora8_alpha8_qvko"));

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)cola_lora16 +q, v +google/flan-t5-base +16 +32 +2 +12 +12288$", output);
        Assert.Matches(@"(?m)rte_lora8_alpha8_qvko +k, o, q, v +google/flan-t5-base +8 +8 +1 +24 +12288$", output);
        Assert.Matches(@"(?m)^1  .*cola_lora16 +3\.1765 +1\.0000 +-0\.0091$", output);
    }

    [Theory]
    [InlineData("did you mean 'Seq2SeqLMPool/flan-t5-base_glue'?", "Seq2SeqLMPool/flan-t5-base_gleu")]
    [InlineData("/no-such-folder); check the path", "./no-such-folder")]
    [InlineData("neither a folder nor a hub repository", "nothing")]
    [InlineData("no checkpoint there", "./docs")]
    public async Task Inspect_of_what_is_not_there_ends_with_2(string message, string model)
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("inspect", model);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }
}
