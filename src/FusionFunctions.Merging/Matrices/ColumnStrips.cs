namespace FusionFunctions.Merging.Matrices;

/// <summary>
/// A matrix in strips of a few columns, one strip after the other and by rows in each: a product that needs a strip reads it from front to back. The last
/// strip is filled up with zeros.
/// </summary>
/// <param name="Packed">The strips.</param>
/// <param name="Depth">Rows.</param>
internal readonly record struct ColumnStrips(double[] Packed, int Depth)
{
    /// <summary>Columns of a strip.</summary>
    public const int Width = 12;

    public ReadOnlySpan<double> StripAt(int column) => Packed.AsSpan(column * Depth, Width * Depth);

    /// <summary>Elements that so many columns take.</summary>
    public static int LengthOf(int depth, int columns) => checked((columns + Width - 1) / Width * Width * depth);

    /// <param name="matrix">To be packed.</param>
    /// <param name="depth">Of its rows, the first so many.</param>
    /// <param name="packed">Receives <see cref="LengthOf"/> elements.</param>
    public static ColumnStrips Pack(Dense matrix, int depth, double[] packed)
    {
        for (int column = 0; column < matrix.Columns; column += Width)
        {
            int width = Math.Min(Width, matrix.Columns - column);
            for (int row = 0; row < depth; row++)
            {
                var part = packed.AsSpan((column * depth) + (row * Width), Width);
                matrix.Values.AsSpan((row * matrix.Columns) + column, width).CopyTo(part);
                part[width..].Clear();
            }
        }
        return new(packed, depth);
    }
}
