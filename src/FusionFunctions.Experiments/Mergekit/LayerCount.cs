namespace FusionFunctions.Experiments.Mergekit;

/// <summary>How many layers a file takes its models to have, which only the models themselves can confirm.</summary>
/// <param name="Layers">Of each model, or of that module of each.</param>
/// <param name="Where">The place in the file that says so, for messages.</param>
/// <param name="Module">One of <see cref="Catalog.SeqToSeqModule"/>, or null.</param>
public sealed record LayerCount(int Layers, string Where, string? Module = null);
