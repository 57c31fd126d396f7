namespace FusionFunctions.Compute.Caching;

/// <summary>The right to use a cached value until disposed of.</summary>
internal sealed class Lease<T>(T value, Action release) : IDisposable
{
    private Action? _release = release;

    public T Value { get; } = value;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
