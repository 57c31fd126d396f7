namespace FusionFunctions.Storage;

/// <summary>Holds a name until it is disposed or its process ends; see <see cref="IBlobStore.TryLeaseAsync"/>.</summary>
public interface IBlobLease : IAsyncDisposable
{
    BlobPath Path { get; }

    /// <summary>Cancelled when the store may have given the name to someone else; whoever works under the lease must stop then.</summary>
    CancellationToken Lost { get; }
}
