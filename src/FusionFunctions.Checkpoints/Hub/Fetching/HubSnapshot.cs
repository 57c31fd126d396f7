namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Files of one commit, ready to be read.</summary>
/// <param name="Repository">Whose commit.</param>
/// <param name="Commit">40 hexadecimal digits: what a revision stands for in this run.</param>
/// <param name="LocalFolder">The full path of a folder of this machine's Hugging Face cache; null where the files are in the store.</param>
/// <param name="Folder">The folder in the store; empty with <paramref name="LocalFolder"/>.</param>
/// <param name="Files">What was asked for.</param>
public sealed record HubSnapshot(
    HubRepository Repository, string Commit, string? LocalFolder, string Folder, IReadOnlyList<HubFile> Files);
