using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Revisions;
using FusionFunctions.Pipeline.Uploads;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline;

/// <summary>Every activity over one store, the same for all hosts. See <see cref="StepNames"/>.</summary>
/// <param name="store">Holds everything that is read or made.</param>
/// <param name="hub">Fetches what the hub holds.</param>
/// <param name="backend">Where models run.</param>
/// <param name="downloads">Told of what is downloaded.</param>
public sealed class PipelineSteps(IBlobStore store, HubFetcher hub, IComputeBackend backend, IProgress<HubProgress>? downloads = null)
{
    private readonly BlobLocations _locations = new(store);
    private readonly CheckpointSources _sources = Sources(hub, downloads);
    private readonly KeptDigests _kept = new(store);

    /// <summary>Everywhere that checkpoints may come from.</summary>
    public static CheckpointSources Sources(HubFetcher hub, IProgress<HubProgress>? downloads = null) =>
        new([new LocalFolders(), new BlobFolders(), new HubRepositories(hub, downloads)]);

    public PinRevision PinRevision => new(hub);

    public FetchCheckpoint FetchCheckpoint => new(_sources, _locations, _kept);

    public FetchTokenizer FetchTokenizer => new(_sources, _locations);

    public FetchDataset FetchDataset => new(new HubDatasets(hub, downloads), _locations);

    public PlanMerge PlanMerge => new(_locations);

    public SubmitCompute SubmitCompute => new(backend);

    public PollCompute PollCompute => new(backend);

    public ScoreTask ScoreTask => new(store);

    public WriteLeaderboard WriteLeaderboard => new(store);

    public ReportFailure ReportFailure => new(store);
}
