using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>A file that says what to merge: an experiment, or a configuration of mergekit's.</summary>
/// <param name="Experiment">What it asks for.</param>
/// <param name="IsMergekit">Whether it is mergekit's, and so one merge.</param>
/// <param name="Layers">How many layers a file of mergekit's takes its models to have, as far as it says.</param>
public sealed record MergeFile(Experiment Experiment, bool IsMergekit, IReadOnlyList<LayerCount> Layers)
{
    /// <summary>Relative paths start at the file's folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The names that it may use.</param>
    /// <param name="overrides">Each <c>key=value</c>, for an experiment.</param>
    /// <exception cref="ExperimentException">The file cannot be read, or the merge cannot be made as written.</exception>
    public static MergeFile Read(string path, ExperimentCatalog catalog, IReadOnlyList<string> overrides)
    {
        string text = ExperimentText.ReadFile(path);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!MergekitReader.IsMergekit(text, path))
            return new(ExperimentReader.Read(text, path, folder, catalog, overrides, isEvaluated: false), IsMergekit: false, []);
        return overrides.Count == 0
            ? MergekitReader.Read(text, path, folder, catalog)
            : throw new Place(path).Error("a mergekit configuration takes no overrides", "change the file");
    }
}
