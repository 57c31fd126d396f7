using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Reading;

/// <param name="Folder">What relative paths are resolved against; null where no local file can be reached.</param>
internal sealed record ReadingContext(ExperimentCatalog Catalog, string? Folder);
