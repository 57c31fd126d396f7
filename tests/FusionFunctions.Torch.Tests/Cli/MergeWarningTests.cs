using System.Text;
using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>What <c>fusion merge</c> tells of merges that it makes all the same, and of sizes that it does not take.</summary>
public sealed class MergeWarningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damaged_model_is_told_once_whatever_methods_its_file_lists()
    {
        Write("a", float.NaN, 1);
        Write("b", 1, 2);
        File.WriteAllText(_folder["merge.yaml"], "modelpool: { models: { a: ./a, b: ./b } }\nmethods: [simple_average, { weighted_average: { weights: [1, 2] } }, slerp]\n");

        var (exitCode, output, errors) = await MergeAsync("merge.yaml");

        Assert.Equal((0, 3), (exitCode, output.Count(c => c == '\n')));
        string warning = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("NaN", StringComparison.Ordinal));
        Assert.StartsWith("warning: a: tensor 'mlp.0.weight' holds NaN or infinity; ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_that_fits_no_tensor_is_told_with_what_there_is_and_the_merge_is_made()
    {
        Write("a", 1);
        Write("b", 2);
        File.WriteAllText(
            _folder["merge.yml"],
            "merge_method: linear\nmodels:\n"
            + "- { model: ./a, parameters: { weight: [{ filter: nosuch, value: 0.5 }, { value: 0.3 }] } }\n"
            + "- { model: ./b, parameters: { weight: [{ filter: mlp, value: 0.5 }, { filter: nosuch, value: 0.5 }, { value: 0.3 }] } }\n");

        var (exitCode, output, errors) = await MergeAsync("merge.yml");

        Assert.Equal((0, true), (exitCode, File.Exists(_folder["out", "model.safetensors"])));
        Assert.Equal(
            "warning: mergekit/linear: no tensor's name has 'nosuch' in it, so this filter of 'weight' changes nothing; the models have mlp.",
            Assert.Single(errors.Split('\n'), line => line.Contains("nosuch", StringComparison.Ordinal)));
        Assert.Equal("nosuch", (string?)JsonNode.Parse(File.ReadAllText(_folder["out", "merge.json"]))!["report"]!["unmatched_filters"]![0]!["filter"]);
        // What is there already is told of again.
        Assert.Equal((0, output, errors), await MergeAsync("merge.yml"));
    }

    [Theory]
    [InlineData("99999999999GB", "--memory 99999999999GB is too large; give a size such as 500MB or 2GB.")]
    [InlineData("1MB", "--memory must be a size of at least 16.0 MB, such as 500MB or 2GB, not '1MB'.")]
    [InlineData("much", "--memory must be a size of at least 16.0 MB, such as 500MB or 2GB, not 'much'.")]
    public async Task Memory_that_is_no_size_for_a_merge_is_refused_by_what_is_wrong_with_it(string memory, string message)
    {
        var (exitCode, output, errors) = await MergeAsync("merge.yml", "--memory", memory);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switches_of_a_method_are_shown_with_what_they_may_be()
    {
        var (exitCode, output, _) = await FusionProcess.RunAsync("methods", "show", "mergekit/ties");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^normalize +boolean +true +true \| false ", output);
    }

    private Task<(int ExitCode, string Output, string Errors)> MergeAsync(string file, params string[] more) =>
        FusionProcess.RunAsync(["merge", _folder[file], "--output", _folder["out"], "--store", _folder["store"], .. more]);

    private void Write(string model, params float[] values)
    {
        byte[] header = Encoding.UTF8.GetBytes($$$"""{"mlp.0.weight":{"dtype":"F32","shape":[{{{values.Length}}}],"data_offsets":[0,{{{4 * values.Length}}}]}}""");
        Directory.CreateDirectory(_folder[model]);
        File.WriteAllText(_folder[model, "config.json"], """{"model_type":"gpt2"}""");
        File.WriteAllBytes(_folder[model, "model.safetensors"], [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. values.SelectMany(BitConverter.GetBytes)]);
    }
}
