using System.Text;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Inspection;

public sealed class ModelSummaryTests
{
    [Fact]
    public void Of_Flan_T5_base_counts_what_FusionBench_counts()
    {
        TensorInfo[] tensors = [.. FlanT5Base()];
        var shared = tensors.Single(tensor => tensor.Name == "shared.weight");
        StateDictEntry[] stateDict =
        [
            .. tensors.Select(tensor => new StateDictEntry(tensor.Name, tensor)),
            new("encoder.embed_tokens.weight", shared), new("decoder.embed_tokens.weight", shared),
        ];

        var summary = ModelSummary.Of(tensors, stateDict, Config("""{"model_type":"t5","architectures":["T5ForConditionalGeneration"]}"""));

        Assert.Equal(("T5ForConditionalGeneration (t5)", 247_577_856, 990_311_424), (summary.Architecture, summary.Parameters, summary.Bytes));
        Assert.Equal([new DTypeCount(TensorDType.F32, 282, 247_577_856)], summary.DTypes);
        Assert.Equal(["shared.weight", "decoder.embed_tokens.weight", "encoder.embed_tokens.weight"], Assert.Single(summary.Tied));
    }

    [Fact]
    public void Of_integers_are_stored_but_no_parameters()
    {
        TensorInfo[] tensors = [new("ids", TensorDType.I64, [3]), new("w", TensorDType.BF16, [2, 2]), new("x", TensorDType.F32, [])];

        var summary = ModelSummary.Of(tensors, [], config: null);

        Assert.Equal(("", 5, 24 + 8 + 4), (summary.Architecture, summary.Parameters, summary.Bytes));
        Assert.Equal([new(TensorDType.BF16, 1, 4), new(TensorDType.I64, 1, 3), new DTypeCount(TensorDType.F32, 1, 1)], summary.DTypes);
        Assert.Empty(summary.Tied);
    }

    [Theory]
    [InlineData("""{"model_type":"t5"}""", "t5")]
    [InlineData("""{"architectures":["A"]}""", "A")]
    [InlineData("""{"architectures":[],"model_type":"t5"}""", "t5")]
    [InlineData("""{"architectures":[7],"model_type":8}""", "")]
    [InlineData("""{"architectures":{"a":1}}""", "")]
    public void Of_odd_configs_say_what_they_can(string config, string architecture) =>
        Assert.Equal(architecture, ModelSummary.Of([], [], Config(config)).Architecture);

    [Fact]
    public async Task Adapter_summary_gives_ranks_scalings_and_targets()
    {
        using var folder = new ModelFolder()
            .With("adapter_config.json", """{"peft_type":"LORA","r":4,"lora_alpha":8,"rank_pattern":{"a.v":2},"base_model_name_or_path":"org/base"}""")
            .With("adapter_model.safetensors", ModelFolder.Safetensors(
                ("base_model.model.a.q.lora_A.weight", [4, 3], new float[12]), ("base_model.model.a.q.lora_B.weight", [2, 4], new float[8]),
                ("base_model.model.a.v.lora_A.weight", [2, 3], new float[6]), ("base_model.model.a.v.lora_B.weight", [2, 2], new float[4])));
        await using var adapter = await AdapterFolder.OpenAsync(folder.Store, "", "the-adapter", TestContext.Current.CancellationToken);

        var summary = AdapterSummary.Of(adapter);

        Assert.Equal(("org/base", 8, 2, 30), (summary.BaseModel, summary.Alpha, summary.Tensors, summary.Parameters));
        Assert.Equal([2, 4], summary.Ranks);
        Assert.Equal([2, 4], summary.Scalings);
        Assert.Equal(["q", "v"], summary.Targets);
    }

    private static CheckpointConfig Config(string json) => CheckpointConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json");

    private static IEnumerable<TensorInfo> FlanT5Base()
    {
        static TensorInfo Tensor(string name, params long[] shape) => new(name, TensorDType.F32, shape);
        yield return Tensor("shared.weight", 32128, 768);
        yield return Tensor("lm_head.weight", 32128, 768);
        foreach (var (stack, attentions) in new[] { ("encoder", 1), ("decoder", 2) })
        {
            yield return Tensor($"{stack}.final_layer_norm.weight", 768);
            yield return Tensor($"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight", 32, 12);
            for (int block = 0; block < 12; block++)
            {
                for (int layer = 0; layer <= attentions; layer++)
                    yield return Tensor($"{stack}.block.{block}.layer.{layer}.layer_norm.weight", 768);
                for (int layer = 0; layer < attentions; layer++)
                    foreach (string matrix in new[] { "q", "k", "v", "o" })
                        yield return Tensor($"{stack}.block.{block}.layer.{layer}.Attention.{matrix}.weight", 768, 768);
                yield return Tensor($"{stack}.block.{block}.DenseReluDense.wi_0.weight", 2048, 768);
                yield return Tensor($"{stack}.block.{block}.DenseReluDense.wi_1.weight", 2048, 768);
                yield return Tensor($"{stack}.block.{block}.DenseReluDense.wo.weight", 768, 2048);
            }
        }
    }
}
