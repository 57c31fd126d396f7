using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Linear layers over the same input as one matrix, so that one product serves them all, laid out once for whatever computes the product:
/// <see cref="OneDnn"/> has its own copy, libtorch reads the layers' own weights, which become the matrix' rows.
/// </summary>
/// <param name="parts">In the order of their rows.</param>
internal sealed class FusedWeight(params T5Linear[] parts) : IDisposable
{
    private OneDnn? _oneDnn;
    private Tensor? _weight;

    // Laid out for oneDNN, or [input, outputs of all parts], a view.
    private Tensor Weight => _weight ?? throw new InvalidOperationException("The weights were not joined yet.");

    private long Outputs => Weight.shape[1];

    /// <summary>Lays the parts' weights out; once they are loaded and where they will stay.</summary>
    /// <param name="isFinal">Whether nobody reads the parts' own weights any more: then they are let go where they were copied.</param>
    public void Join(bool isFinal)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var rows = parts.Length == 1 ? parts[0].CurrentWeight.alias() : cat([.. parts.Select(part => part.CurrentWeight)]);
        _weight?.Dispose();
        _oneDnn = null;
        if (OneDnn.For(rows) is { } oneDnn && oneDnn.TryLayOut(rows) is { } laidOut)
        {
            (_oneDnn, _weight) = (oneDnn, laidOut.DetachFromDisposeScope());
            foreach (var part in parts)
                if (isFinal)
                    part.LetGo();
            return;
        }
        if (parts.All(part => part.Update is null))
            Share(rows);
        _weight = rows.t().DetachFromDisposeScope();
    }

    /// <summary>activation(x Wᵀ).</summary>
    /// <param name="input">x, [rows, input].</param>
    /// <param name="workspace">May hold the result, until its part is used again.</param>
    /// <param name="part">Of the workspace.</param>
    /// <param name="activation">null: none.</param>
    /// <returns>[rows, outputs of all parts], in the current dispose scope.</returns>
    public Tensor Multiply(Tensor input, Workspace workspace, WorkspacePart part, T5Activation? activation = null)
    {
        if (_oneDnn is not null)
            return _oneDnn.Multiply(input, Weight, activation);
        var product = workspace.TakeRows(part, input.shape[0], Outputs);
        product.addmm_(input, Weight, 0, 1);
        return activation?.ApplyTo(product, inPlace: true) ?? product;
    }

    /// <summary>The product itself, to where it is kept.</summary>
    /// <param name="input">[rows, input].</param>
    /// <param name="product">[rows, outputs of all parts], filled.</param>
    public void MultiplyInto(Tensor input, Tensor product)
    {
        using var scope = NewDisposeScope();
        if (_oneDnn is not null)
            product.copy_(_oneDnn.Multiply(input, Weight, activation: null));
        else
            product.addmm_(input, Weight, 0, 1);
    }

    /// <summary>sum + x Wᵀ, in place.</summary>
    /// <param name="input">x, [rows, input].</param>
    /// <param name="sum">[rows, outputs of all parts].</param>
    public void AddProduct(Tensor input, Tensor sum)
    {
        using var scope = NewDisposeScope();
        if (_oneDnn is not null)
            sum.Increase(_oneDnn.Multiply(input, Weight, activation: null));
        else
            sum.addmm_(input, Weight, 1, 1);
    }

    public void Dispose() => _weight?.Dispose();

    private void Share(Tensor rows)
    {
        long start = 0;
        foreach (var part in parts)
        {
            long end = start + part.weight.shape[0];
            part.weight.set_(rows.slice(0, start, end, 1));
            start = end;
        }
    }
}
