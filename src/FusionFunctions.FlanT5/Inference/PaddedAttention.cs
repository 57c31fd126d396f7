using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Attention of all rows at once, padded to one of few lengths and masked: a handful of kernels for any number of rows. Everything
/// but attention still sees real tokens alone.
/// </summary>
internal sealed class PaddedAttention : RowAttention
{
    /// <summary>Lengths are rounded up to multiples of this, as kernels like them: of GLUE's prompts, 7 percent of what attention sees is padding then, 22 with 32.</summary>
    private const int Step = 8;

    private readonly int _rows;
    private readonly int _length;
    private readonly Tensor _sources;
    private readonly Tensor _places;
    private readonly Tensor _mask;
    private Tensor? _bias;

    /// <param name="config">The model's.</param>
    /// <param name="packed">All rows. What is made for them lives in the current dispose scope.</param>
    /// <param name="workspace">Says where and in which type is computed.</param>
    public PaddedAttention(T5Config config, PackedRows packed, Workspace workspace)
        : base(config)
    {
        (_rows, _length) = (packed.Count, LengthFor(packed.Longest));
        long[] sources = new long[_rows * _length], places = new long[packed.Tokens];
        float[] mask = PaddingMask.Of(sources.Length, Enumerable.Range(0, sources.Length));
        for (int row = 0; row < _rows; row++)
        {
            var (firstToken, length, ignored) = packed[row];
            for (int i = 0; i < length; i++)
                (sources[(row * _length) + i], places[firstToken + i]) = (firstToken + i, (row * _length) + i);
            PaddingMask.Of(length, ignored ?? []).CopyTo(mask, row * _length);
        }
        (_sources, _places) = (HostTensor.Send(sources, workspace.Device), HostTensor.Send(places, workspace.Device));
        _mask = tensor(mask).view(_rows, 1, 1, _length).to(workspace.ElementType).to(workspace.Device);
    }

    /// <summary>What a row is padded to where it is the longest.</summary>
    public static int LengthFor(int longest) => (longest + Step - 1) / Step * Step;

    public override void MixRows(Tensor projected, Tensor bias, Tensor mixed)
    {
        // The same for every layer.
        _bias ??= bias.slice(2, 0, _length, 1).slice(3, 0, _length, 1).Plus(_mask).MoveToOuterDisposeScope();
        using var scope = NewDisposeScope();
        var heads = Heads(projected.index_select(0, _sources), _rows, _length, 3);
        var result = nn.functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], _bias);
        mixed.copy_(result.transpose(1, 2).reshape(_rows * _length, Config.InnerSize).index_select(0, _places));
    }

    public override Tensor LayOut(Tensor keysAndValues) => keysAndValues.index_select(0, _sources);

    public override void MixInputs(Tensor queries, Tensor keysAndValues, Tensor mixed)
    {
        using var scope = NewDisposeScope();
        var heads = Heads(keysAndValues, _rows, _length, 2);
        ScaledProducts.Mix(Heads(queries, _rows, 1, 1)[0], heads[0], heads[1], _mask, mixed);
    }
}
