using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Recipes;

namespace FusionFunctions.Tests.Merging;

public sealed class MergeRecipeTests
{
    private static readonly RecipeInput[] s_inputs = [new("_pretrained_", "aa"), new("glue-cola", "bb")];

    [Fact]
    public void Canonical_text_has_ordered_keys_and_resolved_parameters()
    {
        var recipe = new MergeRecipe("task_arithmetic", Merge.Parameters("task_arithmetic"), s_inputs);

        Assert.Equal(
            """{"inputs":[{"digest":"aa","name":"_pretrained_"},{"digest":"bb","name":"glue-cola"}],"method":"task_arithmetic","output_dtype":null,"parameters":{"scaling_factor":0.3},"step_version":9}""",
            CanonicalJson.Write(recipe.ToJson()));
        Assert.Equal("6e231fb5693b7071976cb5df6ff51ccb616871617f18d35c5084338e4da8ca99", recipe.Digest);
    }

    [Fact]
    public void Defaults_written_out_and_other_spellings_of_a_number_give_the_same_digest()
    {
        var implied = new MergeRecipe("ties_merging", Merge.Parameters("ties_merging"), s_inputs);
        var written = new MergeRecipe("ties_merging", Merge.Parameters("ties_merging", ("threshold", JsonNode.Parse("2.00e1")!), ("merge_func", "sum")), s_inputs);

        Assert.Equal(implied.Digest, written.Digest);
    }

    [Fact]
    public void Everything_that_changes_the_bytes_changes_the_digest()
    {
        var parameters = Merge.Parameters("task_arithmetic");
        var recipe = new MergeRecipe("task_arithmetic", parameters, s_inputs);
        MergeRecipe[] others =
        [
            recipe with { Parameters = Merge.Parameters("task_arithmetic", ("scaling_factor", 0.4)) },
            recipe with { Inputs = [new("_pretrained_", "aa"), new("glue-cola", "cc")] },
            recipe with { Inputs = [s_inputs[1], s_inputs[0]] },
            recipe with { OutputDType = TensorDType.BF16 },
            recipe with { Method = "ties_merging" },
        ];

        Assert.Equal(others.Length + 1, others.Append(recipe).Select(one => one.Digest).Distinct().Count());
    }

    [Fact]
    public void Statistics_are_written_as_JSON_even_where_magnitudes_are_not_finite()
    {
        MergeStatistics statistics = new TiesStatistics("state_dict", 5, 4, [float.NaN, 1.5f], [0, 2], [0, 1], -1);

        var json = JsonSerializer.SerializeToNode(statistics)!;

        Assert.Equal("NaN", (string)json["KthValues"]![0]!);
        Assert.Equal(-1, (int)json["MajoritySign"]!);
        Assert.Equal(statistics.GetType(), JsonSerializer.Deserialize<MergeStatistics>(json)!.GetType());
    }

    [Fact]
    public void Registered_methods_have_unique_names_and_usable_defaults()
    {
        Assert.Equal(["dummy", "simple_average", "task_arithmetic", "ties_merging"], MergeMethods.Descriptions.Take(4).Select(description => description.Name));
        Assert.Equal(["Dummy", "Simple Average", "Task Arithmetic", "Ties-Merging"], MergeMethods.Descriptions.Take(4).Select(description => description.Title));
        Assert.Equal(MergeMethods.All.Count, MergeMethods.Descriptions.Select(description => description.Name).Distinct().Count());
        Assert.Equal(MergeMethods.All.Count, MergeMethods.Descriptions.Select(description => description.Title).Distinct().Count());
        Assert.All(MergeMethods.All, method => Merge.Parameters(method.Description.Name));
        Assert.Equal("""{"merge_func":"sum","remove_keys":[],"scaling_factor":0.3,"threshold":20,"trim_scope":"state_dict"}""", Merge.Parameters("ties_merging").ToString());
    }
}
