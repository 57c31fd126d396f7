using CsCheck;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>What an adapter adds to a weight: the product of its factors, scaled and turned as its config and its base have it.</summary>
public sealed class AdapterUpdateTests : IDisposable
{
    private readonly AdapterBench _bench = new();

    public void Dispose() => _bench.Dispose();

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
        _bench.WriteBase([2, 3]);
        _bench.WriteAdapter(config, ("a.q.lora_A.weight", [2, 3], [1, 0, 0, 0, 1, 0]), ("a.q.lora_B.weight", [2, 2], [1, 0, 0, 1]));

        Assert.Equal([1 + scaling, 1, 1, 1, 1 + scaling, 1], await _bench.MergeAsync());
    }

    [Fact]
    public Task Any_shape_rank_and_orientation_is_the_product_of_its_factors() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 4], Gen.Bool, Gen.Int[-3, 3].Array[24], Gen.Int[-3, 3].Array[24]).SampleAsync(async sample =>
        {
            var (rows, columns, rank, fanInFanOut, left, right) = sample;
            float[] b = [.. left.Take(rows * rank).Select(i => (float)i)], a = [.. right.Take(rank * columns).Select(i => (float)i)];
            _bench.WriteBase(fanInFanOut ? [columns, rows] : [rows, columns]);
            _bench.WriteAdapter(
                $$"""{"r":{{rank}},"lora_alpha":{{rank}},"fan_in_fan_out":{{(fanInFanOut ? "true" : "false")}}}""",
                ("a.q.lora_A.weight", [rank, columns], a), ("a.q.lora_B.weight", [rows, rank], b));
            float Delta(int row, int column) => Enumerable.Range(0, rank).Sum(k => b[(row * rank) + k] * a[(k * columns) + column]);

            float[] expected = fanInFanOut
                ? [.. Enumerable.Range(0, rows * columns).Select(i => 1 + Delta(i % rows, i / rows))]
                : [.. Enumerable.Range(0, rows * columns).Select(i => 1 + Delta(i / columns, i % columns))];
            Assert.Equal(expected, await _bench.MergeAsync());
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
            _bench.Base.With("config.json", baseConfig);
        _bench.WriteBase([2, 2], $"a.{layer}");
        _bench.WriteAdapter(
            $$"""{"target_modules":["{{layer}}"],"fan_in_fan_out":{{(fanInFanOut ? "true" : "false")}}}""",
            ($"a.{layer}.lora_A.weight", [1, 2], [1, 2]), ($"a.{layer}.lora_B.weight", [2, 1], [10, 100]));

        Assert.Equal(isTransposed ? [11, 101, 21, 201] : [11, 21, 101, 201], await _bench.MergeAsync($"a.{layer}.weight"));
    }

    [Fact]
    public Task Terms_of_an_element_are_added_one_after_the_other_with_fused_multiply_add_in_rows_of_any_length() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 200], Gen.Int[1, 5], Gen.Int).SampleAsync(async sample =>
        {
            var (rows, columns, rank, seed) = sample;
            var random = new Random(seed);
            float[] a = [.. Enumerable.Range(0, rank * columns).Select(_ => random.NextSingle() - 0.5f)], b = [.. Enumerable.Range(0, rows * rank).Select(_ => random.NextSingle() - 0.5f)];
            _bench.WriteBase([rows, columns]);
            _bench.WriteAdapter($$"""{"r":{{rank}},"lora_alpha":3}""", ("a.q.lora_A.weight", [rank, columns], a), ("a.q.lora_B.weight", [rows, rank], b));
            float Sum(int row, int column) =>
                Enumerable.Range(0, rank).Aggregate(0f, (sum, k) => MathF.FusedMultiplyAdd(a[(k * columns) + column], b[(row * rank) + k], sum));

            float scaling = (float)(3.0 / rank);
            float[] expected = [.. Enumerable.Range(0, rows * columns).Select(i => 1 + (Sum(i / columns, i % columns) * scaling))];
            Assert.Equal(expected, await _bench.MergeAsync());
        }, iter: 60);
}
