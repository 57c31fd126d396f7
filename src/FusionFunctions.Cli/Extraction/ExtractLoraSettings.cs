using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Extraction;

/// <param name="FineTuned">The model whose change is wanted: a folder, a repository or a blob address.</param>
/// <param name="Base">What it was fine-tuned from.</param>
/// <param name="Rank">The most r of a module.</param>
/// <param name="Targets">Names of modules; none means every linear layer that differs.</param>
/// <param name="Output">The adapter's folder.</param>
/// <param name="Store">What holds the files that are fetched.</param>
/// <param name="MemoryBytes">For the matrices in work.</param>
/// <param name="Compute">Where and with what matrices are decomposed.</param>
internal sealed record ExtractLoraSettings(
    string FineTuned, string Base, int Rank, IReadOnlyList<string> Targets, string Output, string Store, long MemoryBytes, ComputeChoice Compute);
