using System.Diagnostics;

namespace FusionFunctions.Storage.Tracing;

/// <summary>
/// The span of one blob's writing, from its opening to its commit or to its end without one. It stays out of
/// <see cref="Activity.Current"/>, for its writer does other things meanwhile. Writing that is no part of a trace has none.
/// </summary>
internal sealed class BlobWriteSpan
{
    private readonly Activity? _span;
    private long _bytes;

    /// <param name="path">The blob's path in its store.</param>
    /// <param name="system">What kind of store it is.</param>
    public BlobWriteSpan(BlobPath path, string system)
    {
        if (Activity.Current is not { } current)
            return;
        _span = StorageTelemetry.Source.StartActivity("write blob", ActivityKind.Client);
        Activity.Current = current;
        _span?.SetTag("fusion.store.system", system).SetTag("fusion.blob.path", path.Value);
    }

    public void Written(int bytes)
    {
        _bytes += bytes;
        StorageTelemetry.BytesWritten.Add(bytes);
    }

    /// <param name="isMade">Whether the blob is there now, and not one that was there before.</param>
    public void Committed(bool isMade) => End(isMade ? "committed" : "existed");

    /// <summary>Does nothing after a commit.</summary>
    public void End() => End("abandoned");

    private void End(string how)
    {
        if (_span is not { IsStopped: false })
            return;
        _span.SetTag("fusion.blob.size", _bytes).SetTag("fusion.blob.write", how);
        var current = Activity.Current;
        _span.Stop();
        Activity.Current = current;
    }
}
