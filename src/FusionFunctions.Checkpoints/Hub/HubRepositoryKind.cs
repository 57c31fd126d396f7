namespace FusionFunctions.Checkpoints.Hub;

public enum HubRepositoryKind
{
    Model,
    Dataset,
}
