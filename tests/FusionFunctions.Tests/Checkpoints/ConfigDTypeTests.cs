using System.Text;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class ConfigDTypeTests
{
    private static readonly TensorInfo[] s_bf16 = [new("a", TensorDType.BF16, [2]), new("ids", TensorDType.I64, [2])];

    [Theory]
    [InlineData("""{"dtype":"float32","text_config":{"dtype":"float32"}}""", """{"dtype":"bfloat16","text_config":{"dtype":"bfloat16"}}""")]
    [InlineData("""{"torch_dtype":"bfloat16","vision_config":{"torch_dtype":"float16"}}""", """{"torch_dtype":"bfloat16","vision_config":{"torch_dtype":"bfloat16"}}""")]
    [InlineData("""{"text_config":{"thinker":{"dtype":"float32"}}}""", """{"text_config":{"thinker":{"dtype":"bfloat16"}},"torch_dtype":"bfloat16"}""")]
    [InlineData("""{"dtype":null,"text_config":{"dtype":null}}""", """{"dtype":"bfloat16","text_config":{"dtype":null}}""")]
    [InlineData("""{"dtype":"float32","audio_config":{"dtype":"auto"},"x":{"dtype":[1]}}""", """{"dtype":"bfloat16","audio_config":{"dtype":"auto"},"x":{"dtype":[1]}}""")]
    public void Set_tells_the_type_of_the_weights_of_the_model_and_of_its_parts(string before, string after) =>
        Assert.Equal(after, Set(before, s_bf16).Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "dtype":   "bfloat16" }"""), InlineData("""{ "torch_dtype": "bfloat16", "text_config": { "dtype": "bfloat16", "layers":  2 } }""")]
    public void Set_leaves_a_config_that_is_right_byte_for_byte(string config) => Assert.Equal(config, Set(config, s_bf16));

    [Fact]
    public void Set_leaves_the_config_of_a_mixture()
    {
        const string Config = """{ "dtype": "float32", "text_config": { "dtype": "float32" } }""";
        Assert.Equal(Config, Set(Config, [.. s_bf16, new("b", TensorDType.F32, [1])]));
    }

    private static string Set(string config, TensorInfo[] tensors) => Encoding.UTF8.GetString(ConfigDType.Set(Encoding.UTF8.GetBytes(config), "config.json", tensors));
}
