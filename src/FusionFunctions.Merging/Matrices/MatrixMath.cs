namespace FusionFunctions.Merging.Matrices;

/// <summary>Multiplies and decomposes the matrices of spectral methods, in double: the processor, or what it hands them to.</summary>
public abstract class MatrixMath
{
    /// <summary>The processor, in managed code: nothing but the matrices decides about a bit of the results.</summary>
    public static MatrixMath Managed { get; } = new ManagedMatrixMath();

    /// <summary>What results may depend on, for the report of a merge: the kind of device; null where they depend on nothing.</summary>
    public abstract string? Device { get; }

    /// <summary>Rows that are worth handing over together.</summary>
    public abstract int RowsAtOnce { get; }

    /// <summary>Bytes of main memory besides the rows themselves that handing them over takes at most.</summary>
    public virtual long BytesOnTheWay(int rows, int columns) => 0;

    /// <summary>Whether a sum depends on which rows are handed over together: then they are cut alike, whatever the slices.</summary>
    public bool IsBlockwise => Device is not null;

    /// <summary>Σ aᵀ·b, of [rows, columns], begun with zeros.</summary>
    public abstract ProductSum SumOf(int rows, int columns);

    /// <summary>A matrix that others are multiplied by, from the left.</summary>
    public abstract RightFactor Hold(Dense matrix);

    /// <summary>a · b.</summary>
    public Dense Product(Dense a, Dense b)
    {
        using var factor = Hold(b);
        return factor.Product(a);
    }

    /// <summary>aᵀ · b.</summary>
    public Dense TransposeProduct(Dense a, Dense b)
    {
        using var sum = SumOf(a.Columns, b.Columns);
        sum.Add(a, b, a.Rows);
        return sum.Total();
    }

    /// <summary>See <see cref="Spectrum.Of"/>.</summary>
    /// <exception cref="SpectrumException">The decomposition does not converge.</exception>
    internal Spectrum SpectrumOf(Dense gram, double noise = 0, double scale = 0) => Spectrum.Of(gram, scale, noise, Decompose);

    /// <summary>(AᵀA)^(−1/2): A times it has orthonormal columns.</summary>
    internal Dense InverseRoot(Dense gram)
    {
        var spectrum = SpectrumOf(gram);
        return Compose(spectrum, spectrum.Inverse);
    }

    /// <summary>V · factors · Vᵀ, with the right singular vectors V.</summary>
    internal Dense Compose(Spectrum spectrum, ReadOnlySpan<double> factors) =>
        Product(spectrum.Vectors.ScaleColumns(factors), spectrum.Vectors.Transpose());

    /// <summary>Eigenvalues, rising, and eigenvectors as columns in the same order.</summary>
    /// <param name="symmetric">Finite, with a side of at least 1; of its two halves either may be read.</param>
    /// <exception cref="SpectrumException">The decomposition does not converge.</exception>
    protected abstract (double[] Values, Dense Vectors) Decompose(Dense symmetric);
}
