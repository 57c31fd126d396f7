using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Keeps the entries whose rank by magnitude is in a window: neither among the smallest nor among the largest.</summary>
/// <param name="from">The smallest rank that stays, 0-based.</param>
/// <param name="to">The smallest rank above those that stay.</param>
internal sealed class RankSparsifier(long from, long to) : Sparsifier
{
    private readonly RankCut _low = new(() => from);
    private readonly RankCut _high = new(() => to);

    public override int Passes => RankCut.Passes;

    public override void Observe(int pass, ReadOnlySpan<float> entries)
    {
        _low.Count(pass, entries);
        _high.Count(pass, entries);
    }

    public override void Complete(int pass)
    {
        _low.Complete(pass);
        _high.Complete(pass);
    }

    public override void Restart()
    {
        _low.Restart();
        _high.Restart();
    }

    public override void Apply(Span<float> entries, long first)
    {
        foreach (ref float entry in entries)
        {
            bool tooSmall = _low.IsBelow(entry), smallEnough = _high.IsBelow(entry);
            if (tooSmall || !smallEnough)
                Drop(ref entry);
        }
    }
}
