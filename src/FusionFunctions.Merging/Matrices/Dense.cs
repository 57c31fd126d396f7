using System.Buffers;

namespace FusionFunctions.Merging.Matrices;

/// <summary>
/// A matrix in double, row-major, and products that add up in the order of the inner index: no blocking, number of threads or vector width
/// changes a bit.
/// </summary>
public sealed class Dense(int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    public double[] Values { get; } = new double[(long)rows * columns];

    public double this[int row, int column]
    {
        get => Values[((long)row * columns) + column];
        set => Values[((long)row * columns) + column] = value;
    }

    /// <summary>this += Aᵀ · B, over the first so many rows of both.</summary>
    public Dense AddTransposeProduct(Dense a, Dense b, int depth)
    {
        double[] packed = ArrayPool<double>.Shared.Rent(ColumnStrips.LengthOf(depth, b.Columns));
        TiledProduct.Add(new(a.Values, RowStep: 1, InnerStep: a.Columns), ColumnStrips.Pack(b, depth, packed), this);
        ArrayPool<double>.Shared.Return(packed);
        return this;
    }

    /// <summary>this += A · B.</summary>
    internal void AddProduct(Dense a, ColumnStrips b) => TiledProduct.Add(new(a.Values, RowStep: a.Columns, InnerStep: 1), b, this);

    public Dense Transpose()
    {
        var result = new Dense(columns, rows);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                result[column, row] = this[row, column];
        return result;
    }

    /// <summary>Σᵢ of the diagonal.</summary>
    public double Trace() => Enumerable.Range(0, rows).Sum(i => this[i, i]);

    /// <summary>Each column times its factor.</summary>
    public Dense ScaleColumns(ReadOnlySpan<double> factors)
    {
        var result = new Dense(rows, columns);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                result[row, column] = this[row, column] * factors[column];
        return result;
    }

    /// <summary>The first so many columns.</summary>
    public Dense Left(int count)
    {
        var result = new Dense(rows, count);
        for (int row = 0; row < rows; row++)
            Values.AsSpan(row * columns, count).CopyTo(result.Values.AsSpan(row * count));
        return result;
    }

    /// <summary>A copy of some of the rows.</summary>
    public Dense Slice(int first, int count)
    {
        var result = new Dense(count, columns);
        Values.AsSpan(first * columns, count * columns).CopyTo(result.Values);
        return result;
    }

    /// <summary>Side by side.</summary>
    public static Dense Join(IReadOnlyList<Dense> parts)
    {
        var result = new Dense(parts[0].Rows, parts.Sum(part => part.Columns));
        int at = 0;
        foreach (var part in parts)
        {
            for (int row = 0; row < result.Rows; row++)
                part.Values.AsSpan(row * part.Columns, part.Columns).CopyTo(result.Values.AsSpan((row * result.Columns) + at));
            at += part.Columns;
        }
        return result;
    }
}
