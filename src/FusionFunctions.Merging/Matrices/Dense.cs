using System.Runtime.Intrinsics;

namespace FusionFunctions.Merging.Matrices;

/// <summary>
/// A matrix in double, row-major, and products that add up in the order of the inner index: no blocking, number of threads or vector width
/// changes a bit.
/// </summary>
public sealed class Dense(int rows, int columns)
{
    private const int RowsAtOnce = 4;

    public int Rows => rows;

    public int Columns => columns;

    public double[] Values { get; } = new double[(long)rows * columns];

    public double this[int row, int column]
    {
        get => Values[((long)row * columns) + column];
        set => Values[((long)row * columns) + column] = value;
    }

    /// <summary>this += A · B.</summary>
    public Dense AddProduct(Dense a, Dense b) => Add(a, transposed: false, a.Columns, b);

    /// <summary>this += Aᵀ · B, over the first so many rows of both.</summary>
    public Dense AddTransposeProduct(Dense a, Dense b, int depth) => Add(a, transposed: true, depth, b);

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

    private Dense Add(Dense a, bool transposed, int depth, Dense b)
    {
        int row = 0;
        for (; row <= rows - RowsAtOnce; row += RowsAtOnce)
            AddRows(a, transposed, depth, b, row);
        for (; row < rows; row++)
            for (int column = 0; column < columns; column++)
                AddElement(a, transposed, depth, b, row, column);
        return this;
    }

    private void AddRows(Dense a, bool transposed, int depth, Dense b, int row)
    {
        int lanes = Vector256<double>.Count, column = 0;
        int step = transposed ? 1 : a.Columns, inner = transposed ? a.Columns : 1;
        for (; column <= columns - lanes; column += lanes)
        {
            var sum0 = Vector256.Create<double>(Values.AsSpan((row * columns) + column));
            var sum1 = Vector256.Create<double>(Values.AsSpan(((row + 1) * columns) + column));
            var sum2 = Vector256.Create<double>(Values.AsSpan(((row + 2) * columns) + column));
            var sum3 = Vector256.Create<double>(Values.AsSpan(((row + 3) * columns) + column));
            for (int k = 0, at = row * step; k < depth; k++, at += inner)
            {
                var factor = Vector256.Create<double>(b.Values.AsSpan((k * b.Columns) + column));
                sum0 += Vector256.Create(a.Values[at]) * factor;
                sum1 += Vector256.Create(a.Values[at + step]) * factor;
                sum2 += Vector256.Create(a.Values[at + (2 * step)]) * factor;
                sum3 += Vector256.Create(a.Values[at + (3 * step)]) * factor;
            }
            sum0.CopyTo(Values, (row * columns) + column);
            sum1.CopyTo(Values, ((row + 1) * columns) + column);
            sum2.CopyTo(Values, ((row + 2) * columns) + column);
            sum3.CopyTo(Values, ((row + 3) * columns) + column);
        }
        for (; column < columns; column++)
            for (int i = row; i < row + RowsAtOnce; i++)
                AddElement(a, transposed, depth, b, i, column);
    }

    private void AddElement(Dense a, bool transposed, int depth, Dense b, int row, int column)
    {
        double sum = this[row, column];
        for (int k = 0; k < depth; k++)
            sum += (transposed ? a[k, row] : a[row, k]) * b[k, column];
        this[row, column] = sum;
    }
}
