using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FusionFunctions.Merging.Matrices;

/// <summary>
/// C += A·B by tiles of C that stay in registers, with rows of A packed as B is, so that the innermost loop reads both from front to back. Each element adds up in
/// the order of the inner index, by fused multiply-adds: neither tiles nor vectors change a bit.
/// </summary>
internal static class TiledProduct
{
    private const int TileRows = 4;
    private const int TileColumns = ColumnStrips.Width;
    private const int Lanes = TileColumns / 3;

    // Of A, packed together: they stay in the second cache while all of B passes by.
    private const int PackedElements = 1 << 16;

    public static void Add(in Operand a, in ColumnStrips b, Dense c)
    {
        int depth = b.Depth, blockRows = Math.Max(1, PackedElements / (TileRows * Math.Max(1, depth))) * TileRows;
        double[] packed = ArrayPool<double>.Shared.Rent(blockRows * depth);
        for (int row = 0; row < c.Rows; row += blockRows)
        {
            int count = Math.Min(blockRows, c.Rows - row);
            Pack(a, row, count, depth, packed);
            for (int column = 0; column < c.Columns; column += TileColumns)
                for (int tile = 0; tile < count; tile += TileRows)
                    AddTile(packed.AsSpan(tile * depth, TileRows * depth), b.StripAt(column), depth, c, row + tile, column);
        }
        ArrayPool<double>.Shared.Return(packed);
    }

    /// <summary>Tile by tile, by inner index in each; zeros where there are no more rows.</summary>
    private static void Pack(in Operand a, int first, int count, int depth, Span<double> packed)
    {
        for (int tile = 0; tile < count; tile += TileRows)
            for (int k = 0; k < depth; k++)
                for (int row = tile; row < tile + TileRows; row++)
                    packed[(tile * depth) + (k * TileRows) + (row - tile)] = row < count ? a[first + row, k] : 0;
    }

    private static void AddTile(ReadOnlySpan<double> rows, ReadOnlySpan<double> strip, int depth, Dense c, int row, int column)
    {
        ref double a = ref MemoryMarshal.GetReference(rows), b = ref MemoryMarshal.GetReference(strip);
        int height = Math.Min(TileRows, c.Rows - row), width = Math.Min(TileColumns, c.Columns - column);
        if (height == TileRows && width == TileColumns)
        {
            AddProducts(ref a, ref b, depth, ref c.Values[(row * c.Columns) + column], c.Columns);
            return;
        }
        // At the edges of C, a whole tile of which only a part counts.
        Span<double> tile = stackalloc double[TileRows * TileColumns];
        for (int i = 0; i < height; i++)
            c.Values.AsSpan(((row + i) * c.Columns) + column, width).CopyTo(tile[(i * TileColumns)..]);
        AddProducts(ref a, ref b, depth, ref MemoryMarshal.GetReference(tile), TileColumns);
        for (int i = 0; i < height; i++)
            tile.Slice(i * TileColumns, width).CopyTo(c.Values.AsSpan(((row + i) * c.Columns) + column));
    }

    private static void AddProducts(ref double a, ref double b, int depth, ref double c, int step)
    {
        ref double row1 = ref Unsafe.Add(ref c, step), row2 = ref Unsafe.Add(ref c, 2 * step), row3 = ref Unsafe.Add(ref c, 3 * step);
        Vector256<double> c00 = Load(ref c, 0), c01 = Load(ref c, 1), c02 = Load(ref c, 2);
        Vector256<double> c10 = Load(ref row1, 0), c11 = Load(ref row1, 1), c12 = Load(ref row1, 2);
        Vector256<double> c20 = Load(ref row2, 0), c21 = Load(ref row2, 1), c22 = Load(ref row2, 2);
        Vector256<double> c30 = Load(ref row3, 0), c31 = Load(ref row3, 1), c32 = Load(ref row3, 2);
        for (int k = 0; k < depth; k++)
        {
            Vector256<double> b0 = Load(ref b, 0), b1 = Load(ref b, 1), b2 = Load(ref b, 2);
            var a0 = Vector256.Create(a);
            (c00, c01, c02) = (Fused(a0, b0, c00), Fused(a0, b1, c01), Fused(a0, b2, c02));
            var a1 = Vector256.Create(Unsafe.Add(ref a, 1));
            (c10, c11, c12) = (Fused(a1, b0, c10), Fused(a1, b1, c11), Fused(a1, b2, c12));
            var a2 = Vector256.Create(Unsafe.Add(ref a, 2));
            (c20, c21, c22) = (Fused(a2, b0, c20), Fused(a2, b1, c21), Fused(a2, b2, c22));
            var a3 = Vector256.Create(Unsafe.Add(ref a, 3));
            (c30, c31, c32) = (Fused(a3, b0, c30), Fused(a3, b1, c31), Fused(a3, b2, c32));
            a = ref Unsafe.Add(ref a, TileRows);
            b = ref Unsafe.Add(ref b, TileColumns);
        }
        Store(ref c, c00, c01, c02);
        Store(ref row1, c10, c11, c12);
        Store(ref row2, c20, c21, c22);
        Store(ref row3, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ref double at, int vector) => Vector256.LoadUnsafe(ref at, (nuint)(vector * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double at, Vector256<double> first, Vector256<double> second, Vector256<double> third)
    {
        first.StoreUnsafe(ref at);
        second.StoreUnsafe(ref at, Lanes);
        third.StoreUnsafe(ref at, 2 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Fused(Vector256<double> a, Vector256<double> b, Vector256<double> sum) => Vector256.FusedMultiplyAdd(a, b, sum);

    /// <summary>A matrix, or its transpose: where its elements lie.</summary>
    /// <param name="Values">The elements.</param>
    /// <param name="RowStep">From one row to the next.</param>
    /// <param name="InnerStep">From one inner index to the next.</param>
    public readonly record struct Operand(double[] Values, int RowStep, int InnerStep)
    {
        public double this[int row, int k] => Values[(row * RowStep) + (k * InnerStep)];
    }
}
