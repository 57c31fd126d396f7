namespace FusionFunctions.Merging.Matrices;

/// <summary>Σ aᵀ·b over blocks of rows.</summary>
public abstract class ProductSum : IDisposable
{
    /// <summary>Adds aᵀ·b over the first so many rows of both; they may be overwritten afterwards.</summary>
    public abstract void Add(Dense a, Dense b, int rows);

    /// <summary>The sum. Nothing can be added any more, and nothing is held elsewhere.</summary>
    public abstract Dense Total();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
