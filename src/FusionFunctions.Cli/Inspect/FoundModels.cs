using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Cli.Inspect;

/// <summary>What the arguments stand for, ready to be opened.</summary>
/// <param name="Models">Full checkpoints, and adapters that have a base.</param>
/// <param name="Adapters">Adapters that have none.</param>
/// <param name="Base">Which of the models is the others' base, or null.</param>
internal sealed record FoundModels(IReadOnlyList<ModelReference> Models, IReadOnlyList<(string Name, BlobLocation Folder)> Adapters, int? Base);
