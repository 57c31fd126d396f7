using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// The exact k-th magnitude of every task vector, and the majority sign. A sample tells where the magnitudes presumably lie; one pass then counts
/// there and takes the vote. Where a presumption was wrong, or there was no sample, further passes find the magnitude by its digits.
/// </summary>
internal sealed class TiesAnalysis : PoolAnalysis
{
    private const int LeastBins = 1 << 12;
    private const int MostBins = 1 << 18;

    // More are refused by .NET.
    private const int MostAtOnce = 512;
    private readonly string _trimScope;
    private readonly double _threshold;
    private readonly float[] _thresholds;
    private TiesSample? _sample;
    private bool _isSettled;
    private bool _isComplete;
    private long _rank;

    /// <param name="trimScope">The scope's name.</param>
    /// <param name="scope">The vector.</param>
    /// <param name="models">How many task vectors.</param>
    /// <param name="threshold">Percentage kept; up to 1 a fraction.</param>
    /// <param name="drop">Applied to the task vectors first, or null.</param>
    public TiesAnalysis(string trimScope, TaskVectorScope scope, int models, double threshold, RandomDrop? drop)
    {
        (_trimScope, Scope, _threshold, Drop) = (trimScope, scope, threshold, drop);
        Searches = [.. Enumerable.Range(0, models).Select(_ => new RankSearch())];
        _thresholds = new float[models];
        _sample = new(scope, models);
    }

    public TaskVectorScope Scope { get; }

    public RandomDrop? Drop { get; }

    /// <summary>By model.</summary>
    public IReadOnlyList<RankSearch> Searches { get; }

    /// <summary>The smallest magnitude that is kept, by model; known after the last pass.</summary>
    public ReadOnlySpan<float> Thresholds => _thresholds;

    /// <summary>Known after the last pass.</summary>
    public int MajoritySign { get; private set; }

    public override long LeastTallyBytes => TallyBytes(LeastBins);

    public override TiesStatistics Statistics => new(
        _trimScope,
        Scope.Length,
        _rank,
        [.. _thresholds],
        [.. Searches.Select(search => search.Kept(Scope.Length))],
        [.. Searches.Select(search => search.Tied)],
        MajoritySign);

    /// <summary>Memory of one tally.</summary>
    public static long TallyBytes(int models, int bins) => TiesTally.Bytes(models, bins);

    public override void Sample(in PoolSlice slice)
    {
        int weight = Scope.Weight(slice.Tensor);
        if (weight > 0)
            _sample?.Add(slice, Drop, weight);
    }

    public override void CompleteSample(bool isWhole, int threads)
    {
        foreach (var (search, range) in Searches.Zip(_sample!.Ranges(RankOf, isWhole, threads)))
            search.Presume(range);
        _sample = null;
    }

    /// <summary>Half of the room goes to the bins, as far as they need it, and the rest to votes that are put aside.</summary>
    public override IAnalysisPass? NextPass(long tallyBytes)
    {
        if (_isComplete)
            return null;
        int bins = LeastBins;
        while (bins < MostBins && TallyBytes(2 * bins) <= tallyBytes / 2)
            bins *= 2;
        return new TiesPass(this, bins, tallyBytes - TallyBytes(bins));
    }

    /// <param name="tallies">Of one pass, one from each thread.</param>
    public void Advance(IReadOnlyList<TiesTally> tallies)
    {
        long excluded = _isSettled ? 0 : Scope.Settle(tallies.SelectMany(tally => tally.Changed).ToHashSet(StringComparer.Ordinal));
        _isSettled = true;
        _rank = RankOf(Scope.Length);
        Parallel.For(0, Searches.Count, new() { MaxDegreeOfParallelism = tallies.Count }, model =>
        {
            var count = tallies[0].Counts[model];
            foreach (var tally in tallies.Skip(1))
                count.Count.Add(tally.Counts[model].Count);
            // Tensors that leave the vector hold nothing but zeros.
            count.AddZeros(-excluded);
            Searches[model].Advance(count.Count, _rank);
            _thresholds[model] = Searches[model].Value;
        });
        if (!Searches.All(search => search.IsFound) || tallies.Any(tally => tally.Vote.IsOverfull))
            return;
        MajoritySign = Math.Sign(tallies.AsParallel().WithDegreeOfParallelism(Math.Min(tallies.Count, MostAtOnce)).Sum(tally => tally.Vote.BalanceAt(_thresholds)));
        _isComplete = true;
    }

    /// <summary>FusionBench's arithmetic, in double and truncated: k = d − int(d·K). So int(d·K)+1 entries are kept, and all ties.</summary>
    private long RankOf(long length)
    {
        double fraction = _threshold > 1 ? _threshold / 100 : _threshold;
        return length - (long)(length * fraction);
    }

    private long TallyBytes(int bins) => TallyBytes(Searches.Count, bins);
}
