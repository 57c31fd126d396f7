using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Tests.Pipeline;

public sealed class EvaluationRecipeTests
{
    [Fact]
    public void Digest_in_f32_stays_the_same_from_version_to_version() =>
        Assert.Equal("2d9d9d700739fe1902a0091a9fa2ecc96f49eb0fd884adc0c5bc8f1c3924c60c", Digest(Precision.F32));

    [Fact]
    public void Digest_keeps_scores_of_each_precision_apart() =>
        Assert.Equal(3, Enum.GetValues<Precision>().Select(Digest).Distinct().Count());

    private static string Digest(Precision precision) => EvaluationRecipe.Digest(
        new("glue-cola", new(BlobLocation.InStore("checkpoints/cola"), new string('a', 64))),
        new FetchedTokenizer(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
        new FetchedDataset("cola", BlobLocation.InStore("data/cola.jsonl"), new string('c', 64), 8),
        new(10, precision));
}
