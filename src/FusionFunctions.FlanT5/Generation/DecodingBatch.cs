using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Generation;

/// <summary>Rows that are answered together: encoded once, then one token a step for those that are not done.</summary>
internal sealed class DecodingBatch
{
    private readonly T5Model _model;
    private readonly PositionBiases _biases;
    private readonly Workspace _workspace;
    private readonly BatchShape _shape;
    private readonly PackedRows _packed;
    private readonly Tensor[] _cross;
    private readonly Tensor[] _past;
    private RowAttention _inputs;
    private int[] _open;
    private int _step;

    /// <param name="model">Its weights joined.</param>
    /// <param name="biases">The model's.</param>
    /// <param name="workspace">For this batch alone until it is done.</param>
    /// <param name="inputs">Shortest first.</param>
    /// <param name="steps">At most.</param>
    /// <param name="shape">What suits the device.</param>
    public DecodingBatch(T5Model model, PositionBiases biases, Workspace workspace, IReadOnlyList<int[]> inputs, int steps, BatchShape shape)
    {
        (_model, _biases, _workspace, _shape) = (model, biases, workspace, shape);
        _packed = new(inputs, model.Config.PadTokenId);
        _open = [.. Enumerable.Range(0, inputs.Count)];
        int inner = model.Config.InnerSize;
        Tensor[] cross = [.. Layers(layer => workspace.Take(WorkspacePart.Cross, _packed.Tokens, 2 * inner, layer))];
        _past = [.. Layers(layer => workspace.Take(WorkspacePart.Past, inputs.Count, (long)steps * 2 * inner, layer).view(inputs.Count, steps, 2 * inner))];
        int firstToken = 0;
        foreach (int[][] part in shape.Parts(inputs))
            firstToken += Encode(part, firstToken, cross);
        _inputs = AttentionOver(_packed);
        _cross = [.. cross.Select(_inputs.LayOut)];
    }

    /// <summary>Gives every open row its next token.</summary>
    /// <param name="newest">Each open row's last token.</param>
    /// <returns>The likeliest token for each open row.</returns>
    public int[] Step(IReadOnlyList<int> newest)
    {
        using var scope = NewDisposeScope();
        long[] ids = [.. newest.Select(id => (long)id)];
        if (_shape.IsPadded)
        {
            // Rows that are done stay, so that every step has the same shape; their tokens are nobody's.
            long[] all = new long[_packed.Count];
            for (int i = 0; i < ids.Length; i++)
                all[_open[i]] = ids[i];
            ids = all;
        }
        var hidden = Embed(ids);
        var bias = _biases.Decoder(_step + 1).slice(2, _step, _step + 1, 1).slice(3, 0, _step + 1, 1);
        Tensor[] past = [.. _past.Select(layer => layer.slice(0, 0, ids.Length, 1))];
        var decoded = _model.Decoder.InferStep(hidden, past, _step++, bias, _cross, _inputs, _workspace);
        var logits = _model.InferLogits(decoded, _workspace);
        // The step's only wait for a GPU.
        long[] next = [.. logits.argmax(-1).cpu().data<long>()];
        return [.. (_shape.IsPadded ? _open.Select(row => next[row]) : next).Select(id => (int)id)];
    }

    /// <summary>The other rows are done: they take part in nothing any more.</summary>
    /// <param name="rows">Numbers of inputs, ascending.</param>
    /// <param name="places">Where these rows stood in the last step.</param>
    public void Keep(int[] rows, IReadOnlyList<int> places)
    {
        _open = rows;
        if (_shape.IsPadded)
            return;
        using var scope = NewDisposeScope();
        var chosen = HostTensor.Send([.. places.Select(place => (long)place)], _workspace.Device);
        foreach (var layer in _past)
        {
            var used = layer.slice(1, 0, _step, 1);
            used.slice(0, 0, rows.Length, 1).copy_(used.index_select(0, chosen));
        }
        _inputs = new PackedAttention(_model.Config, _packed.RunsOf(rows), _workspace);
    }

    private IEnumerable<Tensor> Layers(Func<int, Tensor> make) => Enumerable.Range(0, _model.Decoder.Layers).Select(make);

    private RowAttention AttentionOver(PackedRows packed) => _shape.IsPadded
        ? new PaddedAttention(_model.Config, packed, _workspace)
        : new PackedAttention(_model.Config, packed.All, _workspace);

    private int Encode(int[][] inputs, int firstToken, Tensor[] cross)
    {
        using var scope = NewDisposeScope();
        var packed = new PackedRows(inputs, _model.Config.PadTokenId);
        var hidden = Embed([.. inputs.SelectMany(input => input.Select(id => (long)id))]);
        var bias = _biases.Encoder(inputs[^1].Length);
        var encoded = _model.Encoder.Infer(hidden, AttentionOver(packed), bias, _workspace);
        _model.Decoder.Project(encoded, [.. cross.Select(layer => layer.slice(0, firstToken, firstToken + packed.Tokens, 1))]);
        return packed.Tokens;
    }

    private Tensor Embed(long[] ids)
    {
        var hidden = _workspace.Take(WorkspacePart.Hidden, ids.Length, _model.Config.ModelSize);
        return hidden.copy_(_model.Embed(HostTensor.Send(ids, _workspace.Device)));
    }
}
