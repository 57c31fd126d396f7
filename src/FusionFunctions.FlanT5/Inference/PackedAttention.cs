using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>Attention of each run of equally long rows on its own: nothing is padded and nothing copied.</summary>
/// <param name="config">The model's.</param>
/// <param name="runs">From the first token that takes part to the last.</param>
/// <param name="workspace">Says where and in which type is computed.</param>
internal sealed class PackedAttention(T5Config config, IReadOnlyList<RowRun> runs, Workspace workspace) : RowAttention(config)
{
    public override void MixRows(Tensor projected, Tensor bias, Tensor mixed)
    {
        foreach (var run in runs)
        {
            using var scope = NewDisposeScope();
            var heads = Heads(Part(projected, run), run.Rows, run.Length, 3);
            var rowBias = bias.slice(2, 0, run.Length, 1).slice(3, 0, run.Length, 1);
            if (MaskOf(run) is { } mask)
                rowBias = rowBias.Plus(mask);
            ScaledProducts.Mix(heads[0], heads[1], heads[2], rowBias, Part(mixed, run));
        }
    }

    public override Tensor LayOut(Tensor keysAndValues) => keysAndValues;

    public override void MixInputs(Tensor queries, Tensor keysAndValues, Tensor mixed)
    {
        using var outer = NewDisposeScope();
        var query = Heads(queries, queries.shape[0], 1, 1)[0];
        int first = 0;
        foreach (var run in runs)
        {
            using var scope = NewDisposeScope();
            var heads = Heads(Part(keysAndValues, run), run.Rows, run.Length, 2);
            ScaledProducts.Mix(query.slice(0, first, first + run.Rows, 1), heads[0], heads[1], MaskOf(run), mixed.slice(0, first, first + run.Rows, 1));
            first += run.Rows;
        }
    }

    private static Tensor Part(Tensor tokens, RowRun run) => tokens.slice(0, run.FirstToken, run.FirstToken + run.Tokens, 1);

    // [1, 1, 1, length]; null where there is no padding.
    private Tensor? MaskOf(RowRun run) => run.Ignored is null
        ? null
        : tensor(PaddingMask.Of(run.Length, run.Ignored)).view(1, 1, 1, run.Length).to(workspace.ElementType).to(workspace.Device);
}
