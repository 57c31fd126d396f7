namespace FusionFunctions.Checkpoints.Hub;

/// <summary>One commit of a repository; what it holds can never change.</summary>
/// <param name="Repository">Whose commit.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Files">Ordinal by path.</param>
public sealed record HubRevision(HubRepository Repository, string Commit, IReadOnlyList<HubFile> Files)
{
    public HubFile? Find(string path) => Files.FirstOrDefault(file => file.Path.Value == path);
}
