using FusionFunctions.Checkpoints.Hub.Fetching;

namespace FusionFunctions.Pipeline.Files;

/// <summary>Where the hub's files ended up.</summary>
internal static class HubLocation
{
    public static BlobLocation Of(HubSnapshot snapshot) =>
        snapshot.LocalFolder is { } local ? BlobLocation.OfFolder(local) : BlobLocation.InStore(snapshot.Folder);
}
