using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>Merges that leave tensors out, or whose parameters change from tensor to tensor.</summary>
public sealed class TensorRuleTests
{
    private static readonly string[] s_names =
        ["decoder.block.0.q.weight", "encoder.block.0.q.weight", "encoder.block.1.q.weight", "encoder.block.2.k.weight", "encoder.block.2.q.weight", "encoder.final_layer_norm.weight", "shared.weight"];

    private const int Size = 16;

    public static TheoryData<string> Methods() => [.. MergeMethods.Descriptions.Select(description => description.Name)];

    [Theory, MemberData(nameof(Methods))]
    public async Task Excluded_tensor_stays_as_in_the_base_and_the_others_are_merged_as_ever(string method)
    {
        var pool = Pool(MethodCases.ModelsFor(method));
        float[] whole = await Merge.ElementsAsync(method, pool), kept = await ReadAsync(MergeMethods.Find(method).Inputs(pool).Inputs[0]);

        float[] merged = await Merge.ElementsAsync(method, pool, ("exclude", new JsonArray("encoder.block.2.*", "shared.weight")));

        for (int tensor = 0; tensor < s_names.Length; tensor++)
        {
            bool isExcluded = s_names[tensor].Contains("block.2", StringComparison.Ordinal) || s_names[tensor] == "shared.weight";
            // The thresholds of TIES are those of the tensors that take part.
            if (isExcluded || !method.Contains("ties_merging", StringComparison.Ordinal))
                Assert.Equal(Of(isExcluded ? kept : whole, tensor), Of(merged, tensor));
        }
    }

    [Theory, InlineData("ties_merging"), InlineData("svc")]
    public async Task Excluded_tensor_counts_in_no_threshold_of_ties(string method)
    {
        var pool = Pool(3);
        (string, JsonNode)[] given = [("exclude", new JsonArray("shared.weight")), .. method == "svc" ? [("base_method", "ties_merging")] : Array.Empty<(string, JsonNode)>()];
        float[] large = [.. Enumerable.Repeat(1000f, Size)];

        float[] merged = await Merge.ElementsAsync(method, pool, given);

        ((MemoryModel)pool.Models[1].Tensors).Replace("shared.weight", large);
        Assert.Equal(merged, await Merge.ElementsAsync(method, pool, given));
        Assert.NotEqual(merged, await Merge.ElementsAsync(method, pool, given[1..]));
    }

    [Fact]
    public async Task Density_is_held_against_the_tensors_that_have_it()
    {
        var models = new[] { "_pretrained_", "m0" }.Select((name, i) => new MemoryModel(name).With("large", [.. Enumerable.Repeat((float)i, Size)], [Size]).With("scale", [i + 1f], [1]));
        var pool = Merge.Pool([.. models]);
        var rules = TensorSetting.Of([new("scale", [JsonValue.Create(1.0)]), new(null, [JsonValue.Create(0.5)])]);

        float[] merged = await Merge.ElementsAsync("mergekit/ties", pool, ("density", new JsonArray(rules)));

        Assert.Equal((Size / 2, 2f), (merged[..Size].Count(value => value != 0), merged[Size]));
        Assert.Equal(1f, (await Merge.ElementsAsync("mergekit/ties", pool, ("density", 0.5), ("exclude", new JsonArray("scale"))))[Size]);
        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync("mergekit/ties", pool, ("density", 0.5)));
        Assert.Contains("keeps nothing of tensor 'scale'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_is_the_opposite_of_exclude_and_both_together_take_what_is_in_one_and_not_in_the_other()
    {
        var pool = Pool(2);
        async Task<float[]> MergedAsync(params (string, JsonNode)[] given) => await Merge.ElementsAsync("task_arithmetic", pool, given);

        Assert.Equal(
            await MergedAsync(("exclude", new JsonArray("decoder.*", "shared.*"))), await MergedAsync(("include", new JsonArray("encoder.*"))));
        Assert.Equal(
            await MergedAsync(("include", new JsonArray("*.q.*"))),
            await MergedAsync(("include", new JsonArray("*block*")), ("exclude", new JsonArray("*.k.*"))));
    }

    [Theory]
    [InlineData("encoder.block.7.*", "task_arithmetic: exclude names 'encoder.block.7.*', and no tensor of the models has a name like that")]
    [InlineData("*", "the filter leaves no tensor to merge")]
    public void Filter_that_fits_nothing_or_all_is_refused_before_anything_is_read(string pattern, string why)
    {
        var error = Assert.Throws<MergeException>(() => MergeEngine.Check(
            Pool(2), MergeMethods.Find("task_arithmetic"), [Merge.Parameters("task_arithmetic", ("exclude", new JsonArray(pattern)))]));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_that_says_nothing_stands_in_no_recipe() =>
        Assert.Equal(
            Merge.Parameters("task_arithmetic").ToString(), Merge.Parameters("task_arithmetic", ("include", new JsonArray()), ("exclude", new JsonArray())).ToString());

    [Fact]
    public async Task Gradient_gives_every_layer_its_own_value_between_its_neighbours()
    {
        var pool = Pool(1);
        var gradient = TensorSetting.Of([new(null, [JsonValue.Create(0.0), JsonValue.Create(1.0)])]);

        float[] merged = await Merge.ElementsAsync("mergekit/task_arithmetic", pool, ("lambda", gradient));

        double[] factors = [1, 0, 0.5, 1, 1, 0, 0];
        for (int tensor = 0; tensor < s_names.Length; tensor++)
            Assert.Equal(Of(await Merge.ElementsAsync("mergekit/task_arithmetic", pool, ("lambda", factors[tensor])), tensor), Of(merged, tensor));
    }

    [Fact]
    public async Task First_rule_that_fits_counts_for_each_model_and_the_default_where_none_does()
    {
        var pool = Pool(2);
        var rules = TensorSetting.Of([new("block.2.q", [JsonValue.Create(0.2)]), new("block", [JsonValue.Create(0.6)])]);

        float[] merged = await Merge.ElementsAsync("mergekit/breadcrumbs", pool, ("density", new JsonArray(rules, 0.5)));

        double[] densities = [0.6, 0.6, 0.6, 0.6, 0.2, 1, 1];
        for (int tensor = 0; tensor < s_names.Length; tensor++)
            Assert.Equal(
                Of(await Merge.ElementsAsync("mergekit/breadcrumbs", pool, ("density", new JsonArray(densities[tensor], 0.5))), tensor), Of(merged, tensor));
    }

    [Theory]
    [InlineData("mergekit/ties", "weight", "no filter of 'weight' of model 2 fits tensor '")]
    [InlineData("mergekit/linear", "weight", "no filter of 'weight' of model 2 fits tensor '")]
    [InlineData("mergekit/nuslerp", "weight", "no filter of 'weight' of model 2 fits tensor '")]
    [InlineData("mergekit/multislerp", "weight", "no filter of 'weight' of model 2 fits tensor '")]
    [InlineData("mergekit/slerp", "t", "no filter of 't' fits tensor '")]
    [InlineData("mergekit/nearswap", "t", "no filter of 't' fits tensor '")]
    public void Rules_of_what_every_tensor_needs_cover_each_that_is_merged(string method, string parameter, string message)
    {
        var pool = Pool(MethodCases.ModelsFor(method) == 1 ? 1 : 2);
        void Check(string[] exclude, params string?[] filters)
        {
            JsonNode rules = TensorSetting.Of(filters.Select(filter => new TensorRule(filter, [JsonValue.Create(0.5)])));
            var given = Merge.Parameters(method, (parameter, parameter == "weight" ? new JsonArray(1, rules) : rules), ("exclude", new JsonArray([.. exclude.Select(name => JsonValue.Create(name))])));
            MergeEngine.Check(pool, MergeMethods.Find(method), [given]);
        }

        Assert.Contains(message, Assert.Throws<MergeException>(() => Check([], "block")).Message, StringComparison.Ordinal);
        Check([], "block", null);
        Check([.. s_names.Where(name => !name.Contains("block", StringComparison.Ordinal))], "block");
    }

    [Fact]
    public void Value_of_a_rule_that_is_out_of_range_is_refused()
    {
        var gradient = TensorSetting.Of([new(null, [JsonValue.Create(0.0), JsonValue.Create(1.5)])]);

        var error = Assert.Throws<MergeException>(() => Merge.Parameters("mergekit/sce", ("select_topk", gradient)));

        Assert.Contains("'select_topk' must be a number from 0 to 1", error.Message, StringComparison.Ordinal);
    }

    private static MergePool Pool(int models) =>
        Merge.Pool([Model("_pretrained_", 0), .. Enumerable.Range(0, models).Select(model => Model($"m{model}", model + 1))]);

    private static MemoryModel Model(string name, int seed)
    {
        var (model, random) = (new MemoryModel(name), new Random(seed));
        foreach (string tensor in s_names)
            model.With(tensor, [.. Enumerable.Range(0, Size).Select(_ => random.NextSingle() - 0.5f)], [4, 4]);
        return model;
    }

    private static async Task<float[]> ReadAsync(MergeInput model)
    {
        var input = model.Tensors;
        float[] values = new float[Size * s_names.Length];
        foreach (var (tensor, index) in input.Tensors.Select((tensor, index) => (tensor, index)))
            await input.ReadAsync(tensor, 0, values.AsMemory(index * Size, Size), TestContext.Current.CancellationToken);
        return values;
    }

    private static float[] Of(float[] elements, int tensor) => elements[(tensor * Size)..((tensor + 1) * Size)];
}
