namespace FusionFunctions.Experiments.Mergekit;

/// <summary>How many layers a file takes its models to have, which only the models themselves can confirm.</summary>
/// <param name="Layers">Of each model.</param>
/// <param name="Where">The place in the file that says so, for messages.</param>
public sealed record LayerCount(int Layers, string Where);
