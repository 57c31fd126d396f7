namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Which adapter configs are merged, and what is said of the others.</summary>
public sealed class AdapterConfigTests : IDisposable
{
    private readonly AdapterBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"target_modules":["q"]}""")]
    [InlineData("""{"target_modules":["a.q"]}""")]
    [InlineData("""{"target_modules":".*\\.(q|k)"}""")]
    [InlineData("""{"target_modules":"(?=a)a\\.q"}""")]
    [InlineData("""{"target_modules":null}""")]
    [InlineData("""{"modules_to_save":[],"use_dora":false,"bias":"none","init_lora_weights":"gaussian","unknown_to_us":{"x":1}}""")]
    public async Task Config_that_names_the_module_is_accepted(string config)
    {
        _bench.WriteGood(config);
        float[] merged = await _bench.MergeAsync();
        Assert.Equal([2, 2], merged);
    }

    [Theory]
    [InlineData("""{"peft_type":"IA3"}""", "'IA3'")]
    [InlineData("""{"peft_type":null}""", "'null'")]
    [InlineData("""{"use_dora":true}""", "DoRA")]
    [InlineData("""{"modules_to_save":["classifier"]}""", "modules trained in full ('modules_to_save')")]
    [InlineData("""{"bias":"all"}""", "trained biases")]
    [InlineData("""{"bias":7}""", "'bias' must be a text, not 7")]
    [InlineData("""{"lora_bias":true}""", "'lora_bias'")]
    [InlineData("""{"layer_replication":[[0,1]]}""", "'layer_replication'")]
    [InlineData("""{"init_lora_weights":"pissa_niter_4"}""", "'pissa_niter_4'")]
    [InlineData("""{"r":0}""", "'r' must be a whole number")]
    [InlineData("""{"r":1.5}""", "'r' must be a whole number")]
    [InlineData("""{"r":"1"}""", "'r' must be a whole number")]
    [InlineData("""{"r":null}""", "'r' must be a whole number from 1 to 65536, not missing")]
    [InlineData("""{"r":1e300}""", "'r' must be a whole number")]
    [InlineData("""{"lora_alpha":1e999}""", "'lora_alpha' must be a number")]
    [InlineData("""{"lora_alpha":true}""", "'lora_alpha' must be a number")]
    [InlineData("""{"use_rslora":1}""", "'use_rslora' must be true or false")]
    [InlineData("""{"target_modules":7}""", "'target_modules' must be")]
    [InlineData("""{"target_modules":[7]}""", "'target_modules' must be")]
    [InlineData("""{"target_modules":"("}""", "not a regular expression")]
    [InlineData("""{"target_modules":["k"]}""", "'a.q', which target_modules")]
    [InlineData("""{"target_modules":"a"}""", "'a.q', which target_modules")]
    [InlineData("""{"rank_pattern":[1]}""", "'rank_pattern' must be")]
    [InlineData("""{"rank_pattern":{"q":0}}""", "'rank_pattern' must be")]
    [InlineData("""{"r":2}""", "have rank 1, but adapter_config.json says 2")]
    public async Task Config_that_cannot_be_merged_is_refused_by_name(string config, string why)
    {
        _bench.WriteGood(config);
        Assert.Contains(why, await _bench.RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("[]"), InlineData("{\"r\":NaN}"), InlineData("{\"r\":1,\"r\":1}"), InlineData("{\"peft_type\":\"LORA\",\"r\":1,\"lora_alpha\":1} garbage")]
    public async Task Config_that_is_no_JSON_object_is_refused(string config)
    {
        _bench.WriteGood("{}");
        _bench.Adapter.With("adapter_config.json", config);
        Assert.Contains("the-adapter/adapter_config.json", await _bench.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_regular_expression_is_stopped()
    {
        _bench.WriteGood("""{"target_modules":"(?=a)(([a-z.]+)+)+!"}""");
        _bench.WriteBase([1, 2], $"{new string('a', 60)}.q");
        _bench.WriteAdapter("""{"target_modules":"(?=a)(([a-z.]+)+)+!"}""", ($"{new string('a', 60)}.q.lora_A.weight", [1, 2], [1, 1]), ($"{new string('a', 60)}.q.lora_B.weight", [1, 1], [1]));
        Assert.Contains("takes too long", await _bench.RefusedAsync(), StringComparison.Ordinal);
    }
}
