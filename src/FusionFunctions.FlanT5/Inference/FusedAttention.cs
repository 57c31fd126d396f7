using FusionFunctions.FlanT5.Configuration;
using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>An attention layer over packed rows: one product for queries, keys and values, and attention within each row alone.</summary>
internal sealed class FusedAttention : IDisposable
{
    // bfloat16 has no finite number as far down as float32's last one.
    private const float Hidden = -3e38f;

    private readonly T5Config _config;
    private readonly FusedWeight _all;
    private readonly FusedWeight _output;
    private readonly TorchSharp.Scalar _unscale;

    public FusedAttention(T5Config config, T5Linear query, T5Linear key, T5Linear value, T5Linear output)
    {
        _config = config;
        _all = new(query, key, value);
        _output = new(output);
        // libtorch divides scores by the root of the head size, T5 does not. Exact where the root is a power of two, as in every published T5.
        _unscale = Math.Sqrt(config.HeadSize);
    }

    private int Inner => _config.InnerSize;

    public void Join()
    {
        _all.Join();
        _output.Join();
    }

    /// <summary>Self-attention over whole rows, added to the residual stream.</summary>
    /// <param name="normed">[tokens, model].</param>
    /// <param name="hidden">[tokens, model].</param>
    /// <param name="runs">All rows, from the first token to the last.</param>
    /// <param name="bias">[1, heads, longest, longest].</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void AttendToRows(Tensor normed, Tensor hidden, IReadOnlyList<RowRun> runs, Tensor bias, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var projected = workspace.Take(WorkspacePart.Projected, normed.shape[0], 3 * Inner);
        projected.addmm_(normed, _all.Transposed, 0, 1);
        projected.slice(1, 0, Inner, 1).mul_(_unscale);
        var mixed = workspace.Take(WorkspacePart.Mixed, normed.shape[0], Inner);
        foreach (var run in runs)
        {
            using var inner = NewDisposeScope();
            var heads = Heads(projected, run, 3);
            var rowBias = bias.slice(2, 0, run.Length, 1).slice(3, 0, run.Length, 1);
            if (MaskOf(run, workspace) is { } mask)
                rowBias = rowBias + mask;
            Mix(heads[0], heads[1], heads[2], rowBias, mixed.slice(0, run.FirstToken, run.FirstToken + run.Tokens, 1));
        }
        hidden.addmm_(mixed, _output.Transposed, 1, 1);
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
        var projected = workspace.Take(WorkspacePart.Projected, rows, 3 * Inner);
        projected.addmm_(normed, _all.Transposed, 0, 1);
        past.select(1, step).copy_(projected.slice(1, Inner, 3 * Inner, 1));
        var query = projected.slice(1, 0, Inner, 1).mul_(_unscale).reshape(rows, 1, _config.Heads, _config.HeadSize).transpose(1, 2);
        var heads = past.slice(1, 0, step + 1, 1).reshape(rows, step + 1, 2, _config.Heads, _config.HeadSize).permute(2, 0, 3, 1, 4);
        var mixed = workspace.Take(WorkspacePart.Mixed, rows, Inner);
        Mix(query, heads[0], heads[1], bias, mixed);
        hidden.addmm_(mixed, _output.Transposed, 1, 1);
    }

    /// <summary>Keys and values of the encoder's output.</summary>
    /// <param name="encoded">[tokens, model].</param>
    /// <param name="keysAndValues">[tokens, 2 · inner], filled.</param>
    public void Project(Tensor encoded, Tensor keysAndValues)
    {
        using var weight = _all.Transposed.slice(1, Inner, 3 * Inner, 1);
        using var filled = keysAndValues.addmm_(encoded, weight, 0, 1);
    }

    /// <summary>Attention of each row's newest token to its input, added to the residual stream.</summary>
    /// <param name="normed">[rows, model].</param>
    /// <param name="hidden">[rows, model].</param>
    /// <param name="keysAndValues">From <see cref="Project"/>.</param>
    /// <param name="runs">The rows' inputs, in the rows' order.</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void AttendToInputs(Tensor normed, Tensor hidden, Tensor keysAndValues, IReadOnlyList<RowRun> runs, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        long rows = normed.shape[0];
        var query = workspace.Take(WorkspacePart.Projected, rows, Inner);
        using var weight = _all.Transposed.slice(1, 0, Inner, 1);
        query.addmm_(normed, weight, 0, 1).mul_(_unscale);
        var queries = query.view(rows, 1, _config.Heads, _config.HeadSize).transpose(1, 2);
        var mixed = workspace.Take(WorkspacePart.Mixed, rows, Inner);
        int first = 0;
        foreach (var run in runs)
        {
            using var inner = NewDisposeScope();
            var heads = Heads(keysAndValues, run, 2);
            Mix(queries.slice(0, first, first + run.Rows, 1), heads[0], heads[1], MaskOf(run, workspace), mixed.slice(0, first, first + run.Rows, 1));
            first += run.Rows;
        }
        hidden.addmm_(mixed, _output.Transposed, 1, 1);
    }

    public void Dispose()
    {
        _all.Dispose();
        _output.Dispose();
    }

    // [parts, rows, heads, length, head], a view.
    private Tensor Heads(Tensor projected, RowRun run, int parts) => projected
        .slice(0, run.FirstToken, run.FirstToken + run.Tokens, 1)
        .view(run.Rows, run.Length, parts, _config.Heads, _config.HeadSize)
        .permute(2, 0, 3, 1, 4);

    // [1, 1, 1, length]: very negative where padding stands; null where there is none.
    private static Tensor? MaskOf(RowRun run, Workspace workspace)
    {
        if (run.Ignored is null)
            return null;
        float[] mask = new float[run.Length];
        foreach (int place in run.Ignored)
            mask[place] = Hidden;
        return tensor(mask).view(1, 1, 1, run.Length).to(workspace.ElementType, workspace.Device);
    }

    // Queries, keys and values are [rows, heads, length, head]; mixed is [rows · length, inner].
    private void Mix(Tensor query, Tensor keys, Tensor values, Tensor? bias, Tensor mixed)
    {
        var result = nn.functional.scaled_dot_product_attention(query, keys, values, bias);
        mixed.view(query.shape[0], query.shape[2], _config.Heads, _config.HeadSize).copy_(result.transpose(1, 2));
    }
}
