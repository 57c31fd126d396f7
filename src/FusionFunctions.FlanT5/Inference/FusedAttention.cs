using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// An attention layer over packed rows, which attend within themselves alone: one product for queries, keys and values, or to another sequence
/// one for queries and one for keys and values.
/// </summary>
internal sealed class FusedAttention : IDisposable
{
    private readonly T5Config _config;
    private readonly FusedWeight _projection;
    private readonly FusedWeight? _keysAndValues;
    private readonly FusedWeight _output;
    private readonly TorchSharp.Scalar _unscale;

    public FusedAttention(T5Config config, T5Linear query, T5Linear key, T5Linear value, T5Linear output, bool isCross)
    {
        _config = config;
        _projection = isCross ? new(query) : new(query, key, value);
        _keysAndValues = isCross ? new(key, value) : null;
        _output = new(output);
        // libtorch divides scores by the root of the head size, T5 does not. Exact where the root is a power of two, as in every published T5.
        _unscale = Math.Sqrt(config.HeadSize);
    }

    private int Inner => _config.InnerSize;

    public void Join(bool isFinal)
    {
        _projection.Join(isFinal);
        _keysAndValues?.Join(isFinal);
        _output.Join(isFinal);
    }

    /// <summary>Self-attention over whole rows, added to the residual stream.</summary>
    /// <param name="normed">[tokens, model].</param>
    /// <param name="hidden">[tokens, model].</param>
    /// <param name="rows">All rows, from the first token to the last.</param>
    /// <param name="bias">[1, heads, longest, longest].</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void AttendToRows(Tensor normed, Tensor hidden, RowAttention rows, Tensor bias, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var projected = _projection.Multiply(normed, workspace, WorkspacePart.Projected);
        projected.slice(1, 0, Inner, 1).mul_(_unscale);
        var mixed = workspace.Take(WorkspacePart.Mixed, normed.shape[0], Inner);
        rows.MixRows(projected, bias, mixed);
        _output.AddProduct(mixed, hidden);
    }

    /// <summary>Self-attention of each row's newest token to those before it, added to the residual stream.</summary>
    /// <param name="normed">[rows, model].</param>
    /// <param name="hidden">[rows, model].</param>
    /// <param name="past">[rows, steps, 2 · inner]: keys and values; this step's are put in.</param>
    /// <param name="step">Tokens before this one.</param>
    /// <param name="bias">[1, heads, 1, step + 1].</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void AttendToPast(Tensor normed, Tensor hidden, Tensor past, int step, Tensor bias, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        long rows = normed.shape[0];
        var projected = _projection.Multiply(normed, workspace, WorkspacePart.Projected);
        past.select(1, step).copy_(projected.slice(1, Inner, 3 * Inner, 1));
        var query = projected.slice(1, 0, Inner, 1).mul_(_unscale).reshape(rows, 1, _config.Heads, _config.HeadSize).transpose(1, 2);
        var heads = past.slice(1, 0, step + 1, 1).reshape(rows, step + 1, 2, _config.Heads, _config.HeadSize).permute(2, 0, 3, 1, 4);
        var mixed = workspace.Take(WorkspacePart.Mixed, rows, Inner);
        ScaledProducts.Mix(query, heads[0], heads[1], bias, mixed);
        _output.AddProduct(mixed, hidden);
    }

    /// <summary>Keys and values of the encoder's output.</summary>
    /// <param name="encoded">[tokens, model].</param>
    /// <param name="keysAndValues">[tokens, 2 · inner], filled.</param>
    public void Project(Tensor encoded, Tensor keysAndValues) => _keysAndValues!.MultiplyInto(encoded, keysAndValues);

    /// <summary>Attention of each row's newest token to its input, added to the residual stream.</summary>
    /// <param name="normed">[rows, model].</param>
    /// <param name="hidden">[rows, model].</param>
    /// <param name="keysAndValues">From <see cref="Project"/>, laid out.</param>
    /// <param name="inputs">The rows' inputs, in the rows' order.</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void AttendToInputs(Tensor normed, Tensor hidden, Tensor keysAndValues, RowAttention inputs, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        long rows = normed.shape[0];
        var query = _projection.Multiply(normed, workspace, WorkspacePart.Projected).mul_(_unscale);
        var mixed = workspace.Take(WorkspacePart.Mixed, rows, Inner);
        inputs.MixInputs(query, keysAndValues, mixed);
        _output.AddProduct(mixed, hidden);
    }

    public void Dispose()
    {
        _projection.Dispose();
        _keysAndValues?.Dispose();
        _output.Dispose();
    }
}
