using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Merging;

/// <summary>How much of the machine a merge may use. But for <see cref="Matrices"/> none of it changes a bit of the result.</summary>
public sealed record MergeOptions
{
    /// <summary>Bytes for all buffers and histograms together, whatever the size of the models.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Slices that are read and computed at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Elements in a slice; fewer where the memory bound asks for it, more where the method needs whole rows. Null: as many as serve it.</summary>
    public int? MaxSliceElements { get; init; }

    /// <summary>Multiplies and decomposes where a method works on matrices as a whole; made if one does. Another one may change the last bits.</summary>
    public Lazy<MatrixMath> Matrices { get; init; } = new(MatrixMath.Managed);

    /// <summary>Elements of each model that an analysis may see beforehand; null: as many as serve it.</summary>
    internal long? SampleElements { get; init; }
}

/// <summary>A tensor that holds a NaN or an infinity; the merged tensor will be damaged in the same places, or as a whole where the method looks at it so.</summary>
public sealed record NonFiniteTensor(string Model, string Tensor);
