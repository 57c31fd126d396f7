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
    private readonly PackedRows _packed;
    private readonly Tensor[] _cross;
    private readonly Tensor[] _past;
    private IReadOnlyList<RowRun> _runs;
    private int _step;

    /// <param name="model">Its weights joined.</param>
    /// <param name="biases">The model's.</param>
    /// <param name="workspace">For this batch alone until it is done.</param>
    /// <param name="inputs">Shortest first.</param>
    /// <param name="steps">At most.</param>
    /// <param name="encodingTokens">So many tokens go through the encoder at once, but for a single longer row.</param>
    public DecodingBatch(T5Model model, PositionBiases biases, Workspace workspace, IReadOnlyList<int[]> inputs, int steps, int encodingTokens)
    {
        (_model, _biases, _workspace) = (model, biases, workspace);
        _packed = new(inputs, model.Config.PadTokenId);
        _runs = _packed.All;
        int inner = model.Config.InnerSize;
        _cross = [.. Layers(layer => workspace.Take(WorkspacePart.Cross, _packed.Tokens, 2 * inner, layer))];
        _past = [.. Layers(layer => workspace.Take(WorkspacePart.Past, inputs.Count, (long)steps * 2 * inner, layer).view(inputs.Count, steps, 2 * inner))];
        int firstToken = 0;
        foreach (int[][] part in LengthBatches.Cut(inputs, encodingTokens))
            firstToken += Encode(part, firstToken);
    }

    /// <summary>Gives every row its next token.</summary>
    /// <param name="newest">Each row's last token.</param>
    /// <returns>The likeliest token for each row.</returns>
    public int[] Step(IReadOnlyList<int> newest)
    {
        using var scope = NewDisposeScope();
        var hidden = Embed([.. newest.Select(id => (long)id)]);
        var bias = _biases.Decoder(_step + 1).slice(2, _step, _step + 1, 1).slice(3, 0, _step + 1, 1);
        Tensor[] past = [.. _past.Select(layer => layer.slice(0, 0, newest.Count, 1))];
        var decoded = _model.Decoder.InferStep(hidden, past, _step++, bias, _cross, _runs, _workspace);
        var logits = _workspace.Take(WorkspacePart.Logits, newest.Count, _model.Config.VocabularySize);
        _model.InferLogits(decoded, logits);
        return [.. logits.argmax(-1).cpu().data<long>().Select(id => (int)id)];
    }

    /// <summary>The other rows are done: they take part in nothing any more.</summary>
    /// <param name="rows">Numbers of inputs, ascending.</param>
    /// <param name="places">Where these rows stood in the last step.</param>
    public void Keep(IReadOnlyList<int> rows, IReadOnlyList<int> places)
    {
        using var scope = NewDisposeScope();
        var chosen = tensor([.. places.Select(place => (long)place)]).to(_workspace.Device);
        foreach (var layer in _past)
        {
            var used = layer.slice(1, 0, _step, 1);
            used.slice(0, 0, rows.Count, 1).copy_(used.index_select(0, chosen));
        }
        _runs = _packed.RunsOf(rows);
    }

    private IEnumerable<Tensor> Layers(Func<int, Tensor> make) => Enumerable.Range(0, _model.Decoder.Layers).Select(make);

    private int Encode(int[][] inputs, int firstToken)
    {
        using var scope = NewDisposeScope();
        var packed = new PackedRows(inputs, _model.Config.PadTokenId);
        var hidden = Embed([.. inputs.SelectMany(input => input.Select(id => (long)id))]);
        var bias = _biases.Encoder(inputs[^1].Length);
        var encoded = _model.Encoder.Infer(hidden, packed.All, bias, _workspace);
        _model.Decoder.Project(encoded, [.. _cross.Select(layer => layer.slice(0, firstToken, firstToken + packed.Tokens, 1))]);
        return packed.Tokens;
    }

    private Tensor Embed(long[] ids)
    {
        var hidden = _workspace.Take(WorkspacePart.Hidden, ids.Length, _model.Config.ModelSize);
        return hidden.copy_(_model.Embed(tensor(ids).to(_workspace.Device)));
    }
}
