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
}
