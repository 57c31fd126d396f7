namespace FusionFunctions.Glue.Tasks;

public enum GlueMetric
{
    /// <summary>The share of outputs that equal the target text exactly.</summary>
    Accuracy,

    /// <summary>Spearman's rank correlation between the outputs and the targets, read as numbers.</summary>
    SpearmanRho,
}
