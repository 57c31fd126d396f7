using System.Text.Json;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Glue;

public sealed class GoldenMetricsTests
{
    [Fact]
    public void Combine_reference_predictions_gives_scipys_rho_and_the_reference_accuracy()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(ReferenceData.Require("golden", "metrics", "metrics.json")));
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var pairs = Texts(item, "pred").Zip(Texts(item, "label")).ToList();

            var score = Scorer.Combine(GlueTasks.Stsb, [Scorer.Score(GlueTasks.Stsb, pairs)]);

            Assert.Equal(item.GetProperty("is_nan").GetBoolean(), score.Value is null);
            if (score.Value is { } rho)
                Assert.Equal(item.GetProperty("spearman_rho").GetDouble(), rho, 1e-12);
            Assert.Equal(item.GetProperty("accuracy").GetDouble(), (double)score.Correct / score.Total, 1e-12);
        }
    }

    [Fact]
    public void Format_reference_labels_equals_Python()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(ReferenceData.Require("golden", "metrics", "stsb_label_format.json")));
        foreach (var item in golden.RootElement.EnumerateArray())
            Assert.Equal(item.GetProperty("formatted").GetString(), SimilarityLabel.Format((float)item.GetProperty("label").GetDouble()));
    }

    private static IEnumerable<string> Texts(JsonElement item, string name) => item.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);
}
