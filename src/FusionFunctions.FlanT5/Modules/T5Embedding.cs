using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>Rows of a table by id.</summary>
internal sealed class T5Embedding : nn.Module<Tensor, Tensor>
{
    public readonly Parameter weight;

    public T5Embedding(int rows, int size)
        : base(nameof(T5Embedding))
    {
        weight = new Parameter(empty(rows, size));
        RegisterComponents();
    }

    /// <param name="input">int64 [...].</param>
    /// <returns>[..., size].</returns>
    public override Tensor forward(Tensor input)
    {
        using var flat = input.reshape(-1);
        using var rows = weight.index_select(0, flat);
        return rows.reshape([.. input.shape, weight.shape[1]]);
    }
}
