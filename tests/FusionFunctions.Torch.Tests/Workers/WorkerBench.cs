using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Pipeline;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>Azurite, a small experiment over the sample family, an embedded orchestrator here and workers in processes of their own.</summary>
internal sealed class WorkerBench : IAsyncDisposable
{
    public const string Token = "hf_PlantedTokenThatNobodyMayWrite";
    private readonly TemporaryFolder _folder = new();
    private readonly List<LoggedProcess> _workers = [];

    private readonly int _rows;

    private WorkerBench(RestartableAzurite azurite, int rows) => (Azurite, _rows) = (azurite, rows);

    public RestartableAzurite Azurite { get; }

    public IReadOnlyList<LoggedProcess> Workers => _workers;

    public IBlobStore Store => BlobStores.Open(Azurite.Connection, isPatient: true);

    public IWorkQueue Queue => WorkQueues.Open(Azurite.Connection, isPatient: true);

    public IEnumerable<string> Logs => _workers.SelectMany(worker => worker.Log);

    /// <param name="rows">Of every task.</param>
    public static async Task<WorkerBench> StartAsync(int rows = 24)
    {
        var bench = new WorkerBench(await RestartableAzurite.StartAsync(), rows);
        await bench.Store.EnsureWritableAsync(TestContext.Current.CancellationToken);
        await bench.Queue.EnsureUsableAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    public LoggedProcess StartWorker(IReadOnlyDictionary<string, string>? more = null)
    {
        var worker = LoggedProcess.StartWorker(new Dictionary<string, string>(more ?? new Dictionary<string, string>())
        {
            ["FUSION_STORE"] = Azurite.Connection,
            ["FUSION_QUEUE"] = Azurite.Connection,
            ["FUSION_DEVICE"] = "cpu",
            ["FUSION_LEASE_SECONDS"] = "6",
            ["FUSION_MAX_DELIVERIES"] = "50",
            ["FUSION_CACHE"] = _folder["cache"],
            ["HF_TOKEN"] = Token,
        });
        _workers.Add(worker);
        return worker;
    }

    public string FileName => _folder["small.yaml"];

    public ExperimentRun Experiment()
    {
        string sample = Path.Combine(ReferenceData.RepositoryRoot, "samples", "mini-glue");
        File.WriteAllText(FileName, $$"""
            name: small
            modelpool:
              models:
                _pretrained_: {{sample}}/base
                glue-cola: {{sample}}/glue-cola
                glue-rte: {{sample}}/glue-rte
                glue-stsb: {{sample}}/glue-stsb
              tokenizer: {{sample}}/base
            methods:
              - simple_average
              - task_arithmetic: { scaling_factor: [0.3, 0.5] }
              - ties_merging: { scaling_factor: 0.3, threshold: 20, merge_func: sum }
            baselines: [pretrained, fine_tuned]
            taskpool:
              tasks:
                - { name: cola, dataset: {{sample}}/data/cola/validation.jsonl, limit: {{_rows}} }
                - { name: rte, dataset: {{sample}}/data/rte/validation.jsonl, limit: {{_rows}} }
                - { name: stsb, dataset: {{sample}}/data/stsb/validation.jsonl, limit: {{_rows}} }
            """);
        return new("small-run", ExperimentFile.Read(FileName, [], null));
    }

    /// <summary>The leaderboard's files as one process makes them.</summary>
    public async Task<string> LeaderboardInProcessAsync()
    {
        var result = await LocalRun.RunAsync(Experiment(), _folder["alone"]);
        return await LeaderboardAsync(BlobStores.Open(_folder["alone"]), result);
    }

    /// <summary>The same through the queue.</summary>
    public async Task<string> LeaderboardThroughWorkersAsync(IWorkQueue? queue = null)
    {
        using var offline = new HubClient(new HubOptions { Offline = true });
        var registry = LocalPipeline.Registry(Store, new(Store, offline), new QueueBackend(Store, queue ?? Queue));
        var host = new EmbeddedHost(registry, new() { MaxParallelActivities = 8 });
        var run = Experiment();
        var result = await host.RunAsync<RunResult>(
            StepNames.RunExperiment, run.Name, run, _folder["journal"], TestContext.Current.CancellationToken);
        Assert.Equal([], result.Failures);
        return await LeaderboardAsync(Store, result);
    }

    /// <summary>Everything that anyone wrote: blobs, the journal, the workers' logs.</summary>
    public async Task<string> EverythingWrittenAsync()
    {
        var written = new List<string>(Logs);
        await foreach (var entry in Store.ListAsync("", TestContext.Current.CancellationToken))
            written.Add($"{entry.Path} {Text(await Store.ReadBytesAsync(entry.Path, 1 << 28, TestContext.Current.CancellationToken))}");
        if (Directory.Exists(_folder["journal"]))
            written.AddRange(Directory.EnumerateFiles(_folder["journal"], "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        return string.Join('\n', written);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await Azurite.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<string> LeaderboardAsync(IBlobStore store, RunResult result)
    {
        string[] files = ["leaderboard.json", "leaderboard.csv", "leaderboard.md"];
        var texts = new List<string>();
        foreach (string file in files)
            texts.Add(Text(await store.ReadBytesAsync(BlobPath.Parse($"{result.Leaderboard}/{file}"), 1 << 20, TestContext.Current.CancellationToken)));
        return string.Join('\n', texts);
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
