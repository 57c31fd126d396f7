using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Adapters;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class AdapterTests : IDisposable
{
    private const string Prefix = "base_model.model.";
    private readonly ModelFolder _base = new();
    private readonly ModelFolder _adapter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _base.Dispose();
        _adapter.Dispose();
    }

    [Theory]
    [InlineData("""{"lora_alpha":6}""", 3)]
    [InlineData("""{"lora_alpha":6.5}""", 3.25)]
    [InlineData("""{"lora_alpha":6,"use_rslora":true}""", 4.2426405)]
    [InlineData("""{"lora_alpha":6,"alpha_pattern":{"q":8}}""", 4)]
    [InlineData("""{"lora_alpha":6,"alpha_pattern":{"k":8}}""", 3)]
    [InlineData("""{"lora_alpha":6,"r":4,"rank_pattern":{"a.q":2}}""", 3)]
    [InlineData("""{"lora_alpha":6,"r":4,"rank_pattern":{"a\\..*":2},"alpha_pattern":{".*":10}}""", 5)]
    public async Task Scaling_follows_the_config(string config, float scaling)
    {
        WriteBase([2, 3]);
        WriteAdapter(config, ("a.q.lora_A.weight", [2, 3], [1, 0, 0, 0, 1, 0]), ("a.q.lora_B.weight", [2, 2], [1, 0, 0, 1]));

        Assert.Equal([1 + scaling, 1, 1, 1, 1 + scaling, 1], await MergeAsync());
    }

    [Fact]
    public Task Any_shape_rank_and_orientation_is_the_product_of_its_factors() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 4], Gen.Bool, Gen.Int[-3, 3].Array[24], Gen.Int[-3, 3].Array[24]).SampleAsync(async sample =>
        {
            var (rows, columns, rank, fanInFanOut, left, right) = sample;
            float[] b = [.. left.Take(rows * rank).Select(i => (float)i)], a = [.. right.Take(rank * columns).Select(i => (float)i)];
            WriteBase(fanInFanOut ? [columns, rows] : [rows, columns]);
            WriteAdapter($$"""{"r":{{rank}},"lora_alpha":{{rank}},"fan_in_fan_out":{{(fanInFanOut ? "true" : "false")}}}""", ("a.q.lora_A.weight", [rank, columns], a), ("a.q.lora_B.weight", [rows, rank], b));
            float Delta(int row, int column) => Enumerable.Range(0, rank).Sum(k => b[(row * rank) + k] * a[(k * columns) + column]);

            float[] expected = fanInFanOut
                ? [.. Enumerable.Range(0, rows * columns).Select(i => 1 + Delta(i % rows, i / rows))]
                : [.. Enumerable.Range(0, rows * columns).Select(i => 1 + Delta(i / columns, i % columns))];
            Assert.Equal(expected, await MergeAsync());
        }, iter: 60);

    [Theory]
    [InlineData("""{"model_type":"t5"}""", "q", true, false)]
    [InlineData("""{"model_type":"t5"}""", "c_attn", true, false)]
    [InlineData("""{"model_type":"gpt2"}""", "c_attn", false, true)]
    [InlineData("""{"model_type":"gpt2"}""", "classifier", true, false)]
    [InlineData("""{"model_type":"openai-gpt"}""", "c_fc", true, true)]
    [InlineData("""{"model_type":"encoder-decoder","encoder":{"model_type":"bert"},"decoder":{"model_type":"gpt2"}}""", "c_proj", false, true)]
    [InlineData("{}", "q", true, true)]
    [InlineData(null, "q", true, true)]
    [InlineData(null, "c_attn", false, false)]
    public async Task Orientation_is_that_of_the_layers_class_and_the_flag_decides_only_where_the_base_is_of_no_known_family(
        string? baseConfig, string layer, bool fanInFanOut, bool isTransposed)
    {
        if (baseConfig is not null)
            _base.With("config.json", baseConfig);
        WriteBase([2, 2], $"a.{layer}");
        WriteAdapter(
            $$"""{"target_modules":["{{layer}}"],"fan_in_fan_out":{{(fanInFanOut ? "true" : "false")}}}""",
            ($"a.{layer}.lora_A.weight", [1, 2], [1, 2]), ($"a.{layer}.lora_B.weight", [2, 1], [10, 100]));

        Assert.Equal(isTransposed ? [11, 101, 21, 201] : [11, 21, 101, 201], await MergeAsync($"a.{layer}.weight"));
    }

    [Fact]
    public Task Terms_of_an_element_are_added_one_after_the_other_with_fused_multiply_add_in_rows_of_any_length() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 200], Gen.Int[1, 5], Gen.Int).SampleAsync(async sample =>
        {
            var (rows, columns, rank, seed) = sample;
            var random = new Random(seed);
            float[] a = [.. Enumerable.Range(0, rank * columns).Select(_ => random.NextSingle() - 0.5f)], b = [.. Enumerable.Range(0, rows * rank).Select(_ => random.NextSingle() - 0.5f)];
            WriteBase([rows, columns]);
            WriteAdapter($$"""{"r":{{rank}},"lora_alpha":3}""", ("a.q.lora_A.weight", [rank, columns], a), ("a.q.lora_B.weight", [rows, rank], b));
            float Sum(int row, int column) =>
                Enumerable.Range(0, rank).Aggregate(0f, (sum, k) => MathF.FusedMultiplyAdd(a[(k * columns) + column], b[(row * rank) + k], sum));

            float scaling = (float)(3.0 / rank);
            float[] expected = [.. Enumerable.Range(0, rows * columns).Select(i => 1 + (Sum(i / columns, i % columns) * scaling))];
            Assert.Equal(expected, await MergeAsync());
        }, iter: 60);

    [Fact]
    public async Task Names_with_the_adapters_name_and_pickles_are_read()
    {
        WriteBase([1, 2]);
        WriteConfig("""{"r":1,"lora_alpha":1}""");
        byte[] floats = MemoryMarshal.AsBytes<float>((float[])[2, 3, 5]).ToArray();
        _adapter.With("adapter_model.bin", new PickleBuilder().Op("}")
            .Item($"{Prefix}a.q.lora_A.default.weight", "0", "FloatStorage", 2, 0, [1, 2], [2, 1])
            .Item($"{Prefix}a.q.lora_B.default.weight", "1", "FloatStorage", 1, 0, [1, 1], [1, 1])
            .Entry("m/data/0", floats[..8]).Entry("m/data/1", floats[8..]).File());

        float[] merged = await MergeAsync();
        Assert.Equal([11, 16], merged);
    }

    [Theory]
    [InlineData("""{"target_modules":["q"]}""")]
    [InlineData("""{"target_modules":["a.q"]}""")]
    [InlineData("""{"target_modules":".*\\.(q|k)"}""")]
    [InlineData("""{"target_modules":"(?=a)a\\.q"}""")]
    [InlineData("""{"target_modules":null}""")]
    [InlineData("""{"modules_to_save":[],"use_dora":false,"bias":"none","init_lora_weights":"gaussian","unknown_to_us":{"x":1}}""")]
    public async Task Config_that_names_the_module_is_accepted(string config)
    {
        WriteGood(config);
        float[] merged = await MergeAsync();
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
        WriteGood(config);
        Assert.Contains(why, await RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("[]"), InlineData("{\"r\":NaN}"), InlineData("{\"r\":1,\"r\":1}"), InlineData("{\"peft_type\":\"LORA\",\"r\":1,\"lora_alpha\":1} garbage")]
    public async Task Config_that_is_no_JSON_object_is_refused(string config)
    {
        WriteGood("{}");
        _adapter.With("adapter_config.json", config);
        Assert.Contains("the-adapter/adapter_config.json", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_regular_expression_is_stopped()
    {
        WriteGood("""{"target_modules":"(?=a)(([a-z.]+)+)+!"}""");
        WriteBase([1, 2], $"{new string('a', 60)}.q");
        WriteAdapter("""{"target_modules":"(?=a)(([a-z.]+)+)+!"}""", ($"{new string('a', 60)}.q.lora_A.weight", [1, 2], [1, 1]), ($"{new string('a', 60)}.q.lora_B.weight", [1, 1], [1]));
        Assert.Contains("takes too long", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.q.lora_A.weight", new long[] { 1, 2 }, "", null, "only one of lora_A and lora_B")]
    [InlineData("a.q.lora_A.weight", new long[] { 2 }, "a.q.lora_B.weight", new long[] { 1, 1 }, "not floating-point matrices of one rank")]
    [InlineData("a.q.lora_A.weight", new long[] { 1, 2 }, "a.q.lora_B.weight", new long[] { 1, 2 }, "not floating-point matrices of one rank: lora_A is F32 [1, 2], lora_B is F32 [1, 2]")]
    [InlineData("a.q.lora_embedding_A", new long[] { 1, 2 }, "a.q.lora_embedding_B", new long[] { 1, 1 }, "'base_model.model.a.q.lora_embedding_A' is not a LoRA factor")]
    [InlineData("a.q.lora_magnitude_vector", new long[] { 1, 2 }, "", null, "is not a LoRA factor")]
    [InlineData("classifier.weight", new long[] { 1, 2 }, "", null, "'base_model.model.classifier.weight' is not a LoRA factor")]
    [InlineData("a.q.lora_A.weight", new long[] { 1, 2 }, "a.q.lora_A.other.weight", new long[] { 1, 2 }, "two factors of one kind")]
    public async Task Tensors_that_are_no_adapter_are_refused_by_name(string first, long[] firstShape, string second, long[]? secondShape, string why)
    {
        WriteBase([1, 2]);
        (string, long[], float[])[] tensors = [(first, firstShape, new float[firstShape.Aggregate((a, b) => a * b)])];
        WriteAdapter("{}", secondShape is null ? tensors : [.. tensors, (second, secondShape, new float[secondShape.Aggregate((a, b) => a * b)])]);
        Assert.Contains(why, await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_of_another_base_is_refused_with_the_base_that_it_names()
    {
        WriteGood("""{"base_model_name_or_path":"google/flan-t5-base"}""");
        WriteBase([1, 2], "a.k");
        string message = await RefusedAsync();
        Assert.Contains("'base_model.model.a.q.lora_A.weight' fits no weight of it", message, StringComparison.Ordinal);
        Assert.Contains("the-model", message, StringComparison.Ordinal);
        Assert.Contains("google/flan-t5-base", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_of_another_size_is_refused_with_the_shapes()
    {
        WriteGood("{}");
        WriteBase([2, 2]);
        Assert.Contains("'a.q.weight' is F32 [2, 2], but lora_A is F32 [1, 2] and lora_B is F32 [1, 1]", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_that_lacks_one_of_its_modules_is_refused()
    {
        WriteGood("""{"target_modules":["q","k"]}""");
        _base.With("model.safetensors", ModelFolder.Safetensors(("a.q.weight", [1, 2], [1, 1]), ("a.k.weight", [1, 2], [1, 1])));
        Assert.Contains("'a.k', but the adapter has no factors for it", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_for_both_names_of_a_tied_tensor_is_refused()
    {
        _base.With("config.json", """{"model_type":"t5"}""").With("model.safetensors", ModelFolder.Safetensors(("shared.weight", [1, 2], [1, 1])));
        (string, long[], float[])[] tensors = [.. new[] { "shared", "lm_head" }.SelectMany(module => new (string, long[], float[])[]
            { ($"{module}.lora_A.weight", [1, 2], [1, 1]), ($"{module}.lora_B.weight", [1, 1], [1]) })];
        WriteAdapter("""{"target_modules":null}""", tensors);
        Assert.Contains("which is one tensor there", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_an_adapter_says_what_is_missing()
    {
        WriteBase([1, 2]);
        Assert.Contains("adapter_config.json was not found", await RefusedAsync(), StringComparison.Ordinal);
        WriteConfig("{}");
        Assert.Contains("neither adapter_model.safetensors nor adapter_model.bin", await RefusedAsync(), StringComparison.Ordinal);
    }

    private void WriteGood(string config)
    {
        WriteBase([1, 2]);
        WriteAdapter(config, ("a.q.lora_A.weight", [1, 2], [1, 1]), ("a.q.lora_B.weight", [1, 1], [1]));
    }

    private void WriteBase(long[] shape, string module = "a.q") =>
        _base.With("model.safetensors", ModelFolder.Safetensors(($"{module}.weight", shape, [.. Enumerable.Repeat(1f, (int)(shape[0] * shape[1]))])));

    private void WriteAdapter(string config, params (string Name, long[] Shape, float[] Values)[] tensors)
    {
        WriteConfig(config, tensors.Length > 0 && tensors[0].Shape.Length > 0 ? (int)tensors[0].Shape[0] : 1);
        _adapter.With("adapter_model.safetensors", ModelFolder.Safetensors([.. tensors.Select(tensor => (Prefix + tensor.Name, tensor.Shape, tensor.Values))]));
    }

    private void WriteConfig(string overrides, int rank = 1)
    {
        var config = new JsonObject { ["peft_type"] = "LORA", ["r"] = rank, ["lora_alpha"] = rank, ["target_modules"] = new JsonArray("q", "classifier"), ["bias"] = "none" };
        string text = overrides.Replace("1e999", "\"1e999\"", StringComparison.Ordinal);
        foreach (var (key, value) in JsonNode.Parse(text)!.AsObject())
            config[key] = value?.DeepClone();
        _adapter.With("adapter_config.json", config.ToJsonString().Replace("\"1e999\"", "1e999", StringComparison.Ordinal));
    }

    private Task<float[]> MergeAsync() => MergeAsync("a.q.weight");

    private async Task<float[]> MergeAsync(string tensor)
    {
        await using var model = await _base.OpenAsync();
        await using var merged = MergedAdapterReader.Create(model, await AdapterFolder.OpenAsync(_adapter.Store, "", "the-adapter", Token));
        return (await merged.ReadAllAsync())[tensor];
    }

    private async Task<string> RefusedAsync()
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(MergeAsync);
        Assert.Contains("the-adapter", e.Message, StringComparison.Ordinal);
        return e.Message;
    }
}
