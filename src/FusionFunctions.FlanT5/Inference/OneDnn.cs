using System.Runtime.InteropServices;
using FusionFunctions.T5Format.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Matrix products by oneDNN over weights that are laid out for it once: a tenth faster than libtorch's own for many rows, and up to twice as fast for
/// the few of a decoding step. libtorch has them as operators that TorchSharp does not offer; a script reaches them. Threads may share it.
/// </summary>
internal sealed class OneDnn
{
    private const string ModuleName = "Products";

    private static readonly (T5Activation? Activation, string Method, string Name, string Algorithm)[] s_products =
    [
        (null, "multiply", "none", ""),
        (T5Activation.Relu, "relu", "relu", ""),
        (T5Activation.GeluNew, "gelu", "gelu", "tanh"),
        (T5Activation.Silu, "silu", "swish", ""),
    ];

    // The layout is the same for few rows. An int: for a long TorchSharp makes a scalar, see KeptScalars.
    private const int TypicalRows = 1024;

    private const long ManyRows = 64;
    private const long FewRowsMultiple = 8;
    private const long ManyRowsMultiple = 16;

    // Few and many, as they are.
    private static readonly long[] s_checkedRows = [FewRowsMultiple, ManyRows];
    // Kept alive here, see KeptScalars.
    private static readonly TorchSharp.Scalar s_tolerance = 1e-3;
    private static readonly TorchSharp.Scalar s_half = 0.5;

    private static readonly Lazy<OneDnn?> s_instance = new(Load);
    private readonly jit.ScriptModule _script;

    private OneDnn(jit.ScriptModule script) => _script = script;

    /// <summary>Whether this build of libtorch has the operators. Elsewhere than on Linux that was not tried, and asking for what is missing ends the process.</summary>
    private static bool IsPresent { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <returns>null where products of such weights are libtorch's own.</returns>
    public static OneDnn? For(Tensor weight) =>
        IsPresent && weight.device_type == DeviceType.CPU && weight.dtype == ScalarType.Float32 ? s_instance.Value : null;

    // Scripts pass through a temporary file; where none can be written, libtorch's own products do.
    private static OneDnn? Load()
    {
        try
        {
            return new(ScriptArchive.Load(ModuleName, Code()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="weight">[output, input], contiguous.</param>
    /// <returns>
    /// A copy that only <see cref="Multiply"/> reads; null where its products are wrong: on some processors oneDNN's programs leave out the outputs
    /// past the last whole block.
    /// </returns>
    public Tensor? TryLayOut(Tensor weight)
    {
        var laidOut = (Tensor)_script.invoke("lay_out", weight, TypicalRows);
        if (s_checkedRows.All(rows => IsRight(weight, laidOut, rows)))
            return laidOut;
        laidOut.Dispose();
        return null;
    }

    /// <param name="input">[rows, input], contiguous, with room behind it for <see cref="RowsFor"/>.</param>
    /// <param name="weight">From <see cref="TryLayOut"/>.</param>
    /// <param name="activation">Applied to the product.</param>
    /// <returns>[rows, output], contiguous, with the same room behind it.</returns>
    public Tensor Multiply(Tensor input, Tensor weight, T5Activation? activation)
    {
        long rows = input.shape[0], columns = input.shape[1];
        var roomy = input.as_strided([RowsFor(rows), columns], [columns, 1]);
        var product = (Tensor)_script.invoke(s_products.First(product => product.Activation == activation).Method, roomy, weight);
        return product.slice(0, 0, rows, 1);
    }

    /// <summary>
    /// Rows that are multiplied for so many; what stands in those past the end does not matter. oneDNN makes and keeps a program for every number of rows,
    /// so that there are to be few such numbers.
    /// </summary>
    public static long RowsFor(long rows)
    {
        long multiple = rows < ManyRows ? FewRowsMultiple : ManyRowsMultiple;
        return (rows + multiple - 1) / multiple * multiple;
    }

    /// <summary>Every output's error against libtorch's own product is small beside that output.</summary>
    private bool IsRight(Tensor weight, Tensor laidOut, long rows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var input = rand([rows, weight.shape[1]], generator: generator).sub(s_half);
        var expected = matmul(input, weight.t());
        var error = (Multiply(input, laidOut, activation: null) - expected).abs().amax([0]);
        return error.le(expected.abs().amax([0]).mul(s_tolerance)).all().item<bool>();
    }

    // As TorchScript writes modules down. TorchSharp passes it no texts, so that every activation has a method.
    private static string Code() => $"""
        class {ModuleName}(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def lay_out(self: __torch__.{ModuleName}, weight: Tensor, rows: int) -> Tensor:
            return ops.mkldnn._reorder_linear_weight(weight, rows)
        {string.Join('\n', s_products.Select(product => $"""
          def {product.Method}(self: __torch__.{ModuleName}, input: Tensor, weight: Tensor) -> Tensor:
            return ops.mkldnn._linear_pointwise(input, weight, None, "{product.Name}", annotate(List[Optional[number]], []), "{product.Algorithm}")
        """))}

        """;
}
