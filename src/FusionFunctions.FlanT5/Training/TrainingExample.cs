namespace FusionFunctions.FlanT5.Training;

/// <param name="InputIds">Without padding.</param>
/// <param name="LabelIds">What the decoder shall say, the end token included.</param>
public sealed record TrainingExample(int[] InputIds, int[] LabelIds);
