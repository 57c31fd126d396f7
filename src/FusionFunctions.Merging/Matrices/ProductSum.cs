namespace FusionFunctions.Merging.Matrices;

/// <summary>Σ aᵀ·b over blocks of rows.</summary>
public abstract class ProductSum : IDisposable
{
    private bool _isTaken;

    /// <summary>Adds aᵀ·b over the first so many rows of both; they may be overwritten afterwards.</summary>
    public abstract void Add(Dense a, Dense b, int rows);

    /// <summary>The sum. Nothing can be added any more, and nothing is held elsewhere: it is told once.</summary>
    /// <exception cref="InvalidOperationException">It was told before.</exception>
    public Dense Total()
    {
        if (_isTaken)
            throw new InvalidOperationException("The sum was taken before.");
        _isTaken = true;
        return Take();
    }

    /// <summary>The sum, which is let go of.</summary>
    protected abstract Dense Take();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
