using CsCheck;
using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Tests.Merging;

public sealed class DenseTests
{
    // Around whole tiles, and beyond the rows that are packed together.
    private static readonly Gen<int> s_side = Gen.OneOf(Gen.Int[0, 30], Gen.Int[60, 70]);

    private static readonly Gen<(int Rows, int Depth, int Columns, int Seed)> s_shapes =
        Gen.Select(s_side, Gen.OneOf(s_side, Gen.Int[2000, 2010]), s_side, Gen.Int);

    [Fact]
    public void Product_adds_up_every_element_by_fused_steps_in_the_order_of_the_inner_index() => s_shapes.Sample(shape =>
    {
        Dense a = Random(shape.Rows, shape.Depth, shape.Seed), b = Random(shape.Depth, shape.Columns, shape.Seed + 1), sum = Random(shape.Rows, shape.Columns, shape.Seed + 2);
        double[] expected = Expected(sum, shape.Depth, (row, k) => a[row, k], b);
        using var factor = MatrixMath.Managed.Hold(b);

        factor.AddProduct(a, sum);

        Assert.Equal(expected, sum.Values);
    });

    [Fact]
    public void Product_with_a_transpose_reads_the_first_rows_alone() => s_shapes.Sample(shape =>
    {
        const int Further = 3;
        Dense a = Random(shape.Depth + Further, shape.Rows, shape.Seed), b = Random(shape.Depth + Further, shape.Columns, shape.Seed + 1);
        var sum = Random(shape.Rows, shape.Columns, shape.Seed + 2);
        double[] expected = Expected(sum, shape.Depth, (row, k) => a[k, row], b);

        Assert.Equal(expected, sum.AddTransposeProduct(a, b, shape.Depth).Values);
    });

    [Fact]
    public void Factor_that_is_held_gives_the_same_product_again_and_again() => s_shapes.Sample(shape =>
    {
        Dense a = Random(shape.Rows, shape.Depth, shape.Seed), b = Random(shape.Depth, shape.Columns, shape.Seed + 1);
        double[] expected = Expected(new(shape.Rows, shape.Columns), shape.Depth, (row, k) => a[row, k], b);
        using var factor = MatrixMath.Managed.Hold(b);
        var result = Random(shape.Rows, shape.Columns, shape.Seed + 2);

        factor.SetProduct(a, result);

        Assert.Equal(expected, result.Values);
        Assert.Equal(expected, factor.Product(a).Values);
    });

    [Fact]
    public void Infinities_and_NaN_stay_in_the_rows_and_columns_that_they_touch()
    {
        Dense a = Random(9, 5, 1), b = Random(5, 14, 2);
        a[8, 3] = double.PositiveInfinity;
        b[2, 13] = double.NaN;

        var product = MatrixMath.Managed.Product(a, b);

        for (int row = 0; row < product.Rows; row++)
            for (int column = 0; column < product.Columns; column++)
                Assert.Equal(row != 8 && column != 13, double.IsFinite(product[row, column]));
    }

    private static double[] Expected(Dense sum, int depth, Func<int, int, double> a, Dense b)
    {
        double[] result = [.. sum.Values];
        for (int row = 0; row < sum.Rows; row++)
            for (int column = 0; column < sum.Columns; column++)
                for (int k = 0; k < depth; k++)
                    result[(row * sum.Columns) + column] = Math.FusedMultiplyAdd(a(row, k), b[k, column], result[(row * sum.Columns) + column]);
        return result;
    }

    private static Dense Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var result = new Dense(rows, columns);
        for (int i = 0; i < result.Values.Length; i++)
            result.Values[i] = random.NextDouble() - 0.5;
        return result;
    }
}
