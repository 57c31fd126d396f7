using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace FusionFunctions.Merging.Matrices;

/// <summary>Products of <see cref="Dense"/>, decompositions of MathNet.Numerics.</summary>
internal sealed class ManagedMatrixMath : MatrixMath
{
    public override string? Device => null;

    public override int RowsAtOnce => 128;

    public override ProductSum SumOf(int rows, int columns) => new Sum(rows, columns);

    public override RightFactor Hold(Dense matrix) => new Factor(matrix);

    protected override (double[] Values, Dense Vectors) Decompose(Dense symmetric)
    {
        try
        {
            var decomposition = new DenseMatrix(symmetric.Rows, symmetric.Rows, [.. symmetric.Values]).Evd(Symmetricity.Symmetric);
            return ([.. decomposition.EigenValues.Select(value => value.Real)], Of(decomposition.EigenVectors));
        }
        catch (NonConvergenceException error)
        {
            throw new SpectrumException(error);
        }
    }

    private static Dense Of(Matrix<double> matrix)
    {
        var result = new Dense(matrix.RowCount, matrix.ColumnCount);
        for (int column = 0; column < result.Columns; column++)
            for (int row = 0; row < result.Rows; row++)
                result[row, column] = matrix[row, column];
        return result;
    }

    private sealed class Sum(int height, int width) : ProductSum
    {
        private Dense? _sum;

        public override void Add(Dense a, Dense b, int rows) => (_sum ??= new(height, width)).AddTransposeProduct(a, b, rows);

        protected override Dense Take()
        {
            var sum = _sum ?? new(height, width);
            _sum = null;
            return sum;
        }
    }

    private sealed class Factor(Dense matrix) : RightFactor(matrix.Columns)
    {
        private readonly ColumnStrips _strips = ColumnStrips.Pack(matrix, matrix.Rows, new double[ColumnStrips.LengthOf(matrix.Rows, matrix.Columns)]);

        public override void AddProduct(Dense a, Dense result) => result.AddProduct(a, _strips);
    }
}
