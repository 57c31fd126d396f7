namespace FusionFunctions.Merging.Matrices;

/// <summary>A matrix that stays where others are multiplied by it.</summary>
/// <param name="columns">Of the matrix.</param>
public abstract class RightFactor(int columns) : IDisposable
{
    public int Columns => columns;

    /// <summary>result += a · this.</summary>
    public abstract void AddProduct(Dense a, Dense result);

    /// <summary>result = a · this, whatever stood there before.</summary>
    public void SetProduct(Dense a, Dense result)
    {
        result.Values.AsSpan().Clear();
        AddProduct(a, result);
    }

    /// <summary>a · this.</summary>
    public Dense Product(Dense a)
    {
        var result = new Dense(a.Rows, columns);
        AddProduct(a, result);
        return result;
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
