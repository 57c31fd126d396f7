using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class MergeMergekitTests
{
    [Fact]
    public async Task Merge_of_a_mergekit_configuration_writes_one_folder_and_finds_it_again()
    {
        using var folder = new TemporaryFolder();
        string file = folder["merge.yml"];
        File.WriteAllText(file, $$"""
            merge_method: slerp
            base_model: {{SmallExperiment.Samples}}/base
            models: [{ model: {{SmallExperiment.Samples}}/base }, { model: {{SmallExperiment.Samples}}/glue-rte }]
            parameters:
              t:
                - { filter: SelfAttention, value: [0, 1] }
                - { filter: shared, value: 1 }
                - value: 0
            """);

        var first = await MergeRun.MergeAsync(folder, file);
        var second = await MergeRun.MergeAsync(folder, file);

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal(first, second);
        Assert.Matches(@"(?m)out  mergekit SLERP \(t=by tensor\), recipe [0-9a-f]{64}$", first.Output);
        Assert.All(new[] { "config.json", "README.md", "spiece.model", "merge.json" }, name => Assert.True(File.Exists(folder["out", name]), name));
        var merged = await MergeRun.TensorsAsync(folder["out"]);
        var @base = await MergeRun.TensorsAsync(Path.Join(SmallExperiment.Samples, "base"));
        var rte = await MergeRun.TensorsAsync(Path.Join(SmallExperiment.Samples, "glue-rte"));
        Assert.Equal(rte["shared.weight"], merged["shared.weight"]);
        Assert.Equal(@base["lm_head.weight"], merged["lm_head.weight"]);
        Assert.Equal(@base["encoder.block.0.layer.0.SelfAttention.q.weight"], merged["encoder.block.0.layer.0.SelfAttention.q.weight"]);
        Assert.Equal(rte["encoder.block.1.layer.0.SelfAttention.q.weight"], merged["encoder.block.1.layer.0.SelfAttention.q.weight"]);
    }

    [Fact]
    public async Task Merge_by_modules_takes_each_from_where_its_parameters_say()
    {
        using var folder = new TemporaryFolder();
        string file = WriteModules(folder, encoderLayers: 2, decoderLayers: 2);

        var run = await MergeRun.MergeAsync(folder, file);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var merged = await MergeRun.TensorsAsync(folder["out"]);
        var @base = await MergeRun.TensorsAsync(Path.Join(SmallExperiment.Samples, "base"));
        var rte = await MergeRun.TensorsAsync(Path.Join(SmallExperiment.Samples, "glue-rte"));
        foreach (var (name, tensor) in merged)
            Assert.Equal((name.StartsWith("decoder.", StringComparison.Ordinal) ? rte : @base)[name], tensor);
        Assert.NotEqual(rte["decoder.final_layer_norm.weight"], @base["decoder.final_layer_norm.weight"]);
    }

    [Theory]
    [InlineData(3, 2, "merge.yml:4:50: the range has 3 layers, and the encoder of _pretrained_ has 2; layers cannot be taken apart here")]
    [InlineData(2, 1, "merge.yml:5:50: the range has 1 layer, and the decoder of _pretrained_ has 2; layers cannot be taken apart here")]
    public async Task Merge_of_a_part_of_the_layers_is_refused(int encoderLayers, int decoderLayers, string why)
    {
        using var folder = new TemporaryFolder();

        var run = await MergeRun.MergeAsync(folder, WriteModules(folder, encoderLayers, decoderLayers));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(why, run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out", "config.json"]));
    }

    private static string WriteModules(TemporaryFolder folder, int encoderLayers, int decoderLayers)
    {
        string start = $"{SmallExperiment.Samples}/base", rte = $"{SmallExperiment.Samples}/glue-rte";
        File.WriteAllText(folder["merge.yml"], $$"""
            merge_method: slerp
            base_model: {{start}}
            modules:
              encoder: { slices: [{ sources: [{ layer_range: [0, {{encoderLayers}}], model: {{start}} }, { layer_range: [0, {{encoderLayers}}], model: {{rte}} }] }] }
              decoder: { slices: [{ sources: [{ layer_range: [0, {{decoderLayers}}], model: {{start}} }, { layer_range: [0, {{decoderLayers}}], model: {{rte}} }] }], parameters: { t: 1 } }
              shared: { models: ["{{start}}", "{{rte}}"] }
            parameters: { t: 0 }
            """);
        return folder["merge.yml"];
    }
}
