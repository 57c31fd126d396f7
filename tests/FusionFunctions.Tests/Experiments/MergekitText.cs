using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Mergekit;

namespace FusionFunctions.Tests.Experiments;

/// <summary>A configuration of mergekit's as the reader takes it.</summary>
internal static class MergekitText
{
    public static MergeFile Read(string text) => MergekitReader.Read(text, "merge.yml", ExperimentFile.Folder, ExperimentFile.Catalog);

    /// <returns>Name and value of each parameter that the file sets.</returns>
    public static string[] Parameters(MergeFile file) => Parameters(file.Experiment);

    /// <inheritdoc cref="Parameters(MergeFile)"/>
    public static string[] Parameters(Experiment experiment) =>
        [.. Assert.Single(experiment.Methods).Parameters.Select(parameter => $"{parameter.Name}={Assert.Single(parameter.Values).ToJsonString()}")];
}
