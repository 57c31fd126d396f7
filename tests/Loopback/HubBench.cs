using System.Text;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>A loopback hub with one model, a client of it, a clock and a store.</summary>
internal sealed class HubBench : IAsyncDisposable
{
    public const string Token = "hf_secretsecretsecret";
    private static readonly byte[] s_weights = Bytes(3 << 20);
    private readonly List<HubClient> _clients = [];
    private LoopbackHub _loopback = null!;

    public TemporaryFolder Folder { get; } = new();

    public TestClock Clock { get; } = new();

    public ProgressLog Progress { get; } = new();

    public SemaphoreSlim Hanging { get; } = new(0);

    /// <summary>Waits until a server keeps a client waiting.</summary>
    public Task IsHangingAsync() => Hanging.WaitAsync().SoonAsync();

    public LoopbackServer Hub => _loopback.Hub;

    public LoopbackServer Storage => _loopback.Storage;

    public HubOptions Options { get; set; } = null!;

    public DirectoryBlobStore Store => field ??= new(Folder["store"]);

    public HubRepository Repository { get; } = HubRepository.Model("org/model");

    public LoopbackRepository Model { get; private set; } = null!;

    public byte[] Weights { get; } = s_weights;

    public static async Task<HubBench> StartAsync()
    {
        var bench = new HubBench { _loopback = await LoopbackHub.StartAsync() };
        bench.Options = new HubOptions
        {
            Endpoint = bench.Hub.Address,
            Token = HubToken.Parse(Token, "the test"),
            ResponseTimeout = TestClock.TimeLimit,
            StallTimeout = 2 * TestClock.TimeLimit,
        };
        bench.Model = bench.Add("org/model").Add("README.md", "not needed").Add("spiece.model", Bytes(1000)).Add("config.json", """{"model_type": "t5"}""").Add("model.safetensors", bench.Weights, large: true);
        return bench;
    }

    public static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    public LoopbackRepository Add(string path, char commit = 'a') => _loopback.Add(path, commit);

    public HubClient Client()
    {
        var handler = HubClient.CreateHandler();
        handler.UseProxy = false;
        _clients.Add(new(Options, handler, Clock));
        return _clients[^1];
    }

    public HubFetcher Fetcher(LocalCacheUse use = LocalCacheUse.InPlace) => new(Store, Client(), use, Clock);

    /// <summary>Fetches from a run of its own.</summary>
    public Task<HubSnapshot> FetchAsync(HubFileSelection? selection = null, string? revision = null) =>
        Fetcher().FetchAsync(Repository, revision, selection ?? HubFileSelection.Model, Progress, TestContext.Current.CancellationToken);

    public Task<HubRevision> ResolveAsync(string? revision = null) =>
        Client().ResolveAsync(Repository, revision, TestContext.Current.CancellationToken);

    /// <summary>Resolves main and downloads one file to <c>file</c> in the store.</summary>
    public async Task<HubDownload> DownloadAsync(string file)
    {
        var revision = await ResolveAsync();
        return await Client().DownloadAsync(revision, revision.Find(file)!, Store, BlobPath.Parse("file"), Progress, TestContext.Current.CancellationToken);
    }

    public async Task<HubException> FailAsync(string file) => await Assert.ThrowsAsync<HubException>(() => DownloadAsync(file));

    /// <summary>What the store holds as <c>file</c>; null where it is not visible.</summary>
    public byte[]? Downloaded => File.Exists(Folder["store", "file"]) ? File.ReadAllBytes(Folder["store", "file"]) : null;

    /// <summary>Every file in the store, temporary ones too.</summary>
    public string[] StoredFiles => Directory.Exists(Folder["store"])
        ? [.. Directory.GetFiles(Folder["store"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder["store"], file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The files of the repository that were asked for, in order.</summary>
    public string[] Asked => [.. Hub.Requests.Where(request => request.Path.Contains("/resolve/", StringComparison.Ordinal))
        .Select(request => request.Path.Split('/', 6)[^1])];

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _loopback.DisposeAsync();
        Folder.Dispose();
        Hanging.Dispose();
    }

    public static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);
}
