using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Merging;
using FusionFunctions.Merging.TensorRules;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>What users are told of merges, out of their records.</summary>
public sealed class MergeWarningsTests
{
    private static readonly MergeReport s_report = new(2, 4, null, []);

    [Fact]
    public void Filter_that_fits_nothing_is_told_once_for_all_variants_with_modules_that_there_are()
    {
        var report = s_report with { UnmatchedFilters = [new UnmatchedFilter("weight", "mlp", ["DenseReluDense", "SelfAttention"])] };

        string warning = Assert.Single(Of(report, report));

        Assert.Equal("mergekit/linear: no tensor's name has 'mlp' in it, so this filter of 'weight' changes nothing; the models have DenseReluDense, SelfAttention.", warning);
    }

    [Fact]
    public void Filter_that_fits_nothing_in_its_module_is_told_with_what_that_module_has()
    {
        var report = s_report with { UnmatchedFilters = [new("weight", "mlp", ["SelfAttention"], "encoder"), new("weight", "lm_head", [], "shared")] };

        var warnings = Of(report, report);

        Assert.Equal(
            [
                "mergekit/linear: no tensor's name in the module 'encoder' has 'mlp' in it, so this filter of 'weight' changes nothing; that module has SelfAttention.",
                "mergekit/linear: no tensor's name in the module 'shared' has 'lm_head' in it, so this filter of 'weight' changes nothing; that module has no tensors.",
            ],
            warnings);
    }

    [Fact]
    public void Damaged_tensors_are_told_once_for_each_model()
    {
        var report = s_report with { NonFinite = [new("a", "x"), new("b", "x"), new("b", "y"), new("b", "z")] };

        var warnings = Of(report, report with { NonFinite = [new("a", "x")] });

        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("a: tensor 'x' holds NaN or infinity; ", warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("b: tensor 'x' and 2 more tensors hold NaN or infinity; ", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Rounded_integers_are_told_for_each_variant() =>
        Assert.Equal(
            [
                "second: 'ids' and 1 more tensor hold integers beyond 16777216 in which the models differ; they are merged in float32, which rounds them. "
                + "In an experiment file, exclude keeps them as in the base.",
            ],
            Of(s_report, s_report with { Rounded = ["ids", "others"] }));

    private static IReadOnlyList<string> Of(MergeReport first, MergeReport second)
    {
        string[] labels = ["first", "second"];
        var folder = new BlobLocation(null, "x");
        var command = new MergeCommand(
            "mergekit/linear", [new("a", new(folder, "d")), new("b", new(folder, "e"))], null, [.. labels.Select(label => new PlannedVariant(label, [], label))], null);
        ExportedFile[] files = [new("config.json", 1, "f")];
        return MergeWarnings.Of(command, [.. new[] { first, second }.Select((report, i) => new MergedCheckpoint(
            MergedCheckpoint.CurrentFormat, labels[i], [], files, (JsonObject)JsonSerializer.SerializeToNode(report, ExportJson.Options)!))]);
    }
}
