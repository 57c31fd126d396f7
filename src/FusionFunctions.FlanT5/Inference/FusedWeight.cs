using FusionFunctions.FlanT5.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// Linear layers over the same input as one matrix, so that one product serves them all. The layers' own weights become its rows: nothing
/// is held twice, and what changes a layer changes this.
/// </summary>
/// <param name="parts">In the order of their rows.</param>
internal sealed class FusedWeight(params T5Linear[] parts) : IDisposable
{
    private Tensor? _transposed;

    /// <summary>[input, outputs of all parts], a view.</summary>
    public Tensor Transposed => _transposed ?? throw new InvalidOperationException("The weights were not joined yet.");

    /// <summary>Lays the parts' weights behind each other; once they are loaded and where they will stay.</summary>
    public void Join()
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var rows = parts.Length == 1 ? parts[0].CurrentWeight.alias() : cat([.. parts.Select(part => part.CurrentWeight)]);
        if (parts.All(part => part.Update is null))
            Share(rows);
        _transposed?.Dispose();
        _transposed = rows.t().DetachFromDisposeScope();
    }

    public void Dispose() => _transposed?.Dispose();

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
