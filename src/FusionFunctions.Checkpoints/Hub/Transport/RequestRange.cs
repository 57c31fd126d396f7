using System.Net.Http.Headers;

namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>The rest of a file, from an offset on, if it is still the same file.</summary>
/// <param name="From">First byte wanted.</param>
/// <param name="Entity">The strong ETag that came with the bytes before; null where there was none.</param>
internal sealed record RequestRange(long From, EntityTagHeaderValue? Entity)
{
    public void AddTo(HttpRequestHeaders headers)
    {
        headers.Range = new RangeHeaderValue(From, null);
        if (Entity is not null)
            headers.IfRange = new RangeConditionHeaderValue(Entity);
    }
}
