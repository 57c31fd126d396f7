using FusionFunctions.Checkpoints.Hub.Downloads;
using FusionFunctions.Checkpoints.Hub.Transport;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub;

/// <summary>Speaks the Hugging Face hub's protocol. Safe for concurrent use.</summary>
public sealed class HubClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly Lazy<Protocol> _protocol;

    /// <inheritdoc cref="HubClient(Func{HubOptions}, HttpMessageHandler?, TimeProvider?)"/>
    public HubClient(HubOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
        : this(() => options, handler, time)
    {
    }

    /// <param name="options">Where the hub is; asked when that is first needed, since most settings are nothing to work without a hub.</param>
    /// <param name="handler">Must not follow redirects or decompress; <see cref="CreateHandler"/> by default. Disposed with the client.</param>
    /// <param name="time">The clock of all waits and time limits.</param>
    public HubClient(Func<HubOptions> options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        if (handler is SocketsHttpHandler { AllowAutoRedirect: true } or HttpClientHandler { AllowAutoRedirect: true })
            throw new ArgumentException("The handler must not follow redirects: the client does, and keeps the token to the hub.", nameof(handler));
        _invoker = new HttpMessageInvoker(handler ?? CreateHandler());
        // A setting that cannot be used may be put right while a server goes on (a token's file, say), so its error is not kept.
        _protocol = new(() => Protocol.Of(_invoker, options(), time ?? TimeProvider.System), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <exception cref="HubException">A setting that cannot be used.</exception>
    public HubOptions Options => _protocol.Value.Options;

    /// <summary>Connections as the client needs them: no redirects, cookies or decompression, headers of at most 64 KiB.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
    };

    /// <summary>Finds the commit of a branch, tag or commit, and what it holds.</summary>
    /// <param name="repository">Whose revision.</param>
    /// <param name="revision">Null means <c>main</c>.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="HubException">No such repository or revision, no access, or no hub.</exception>
    public Task<HubRevision> ResolveAsync(HubRepository repository, string? revision, CancellationToken cancellationToken)
    {
        string name = HubRevisionName.Check(revision ?? HubRevisionName.Default);
        RequireNetwork($"{repository}@{name}");
        var address = new Uri(Options.Endpoint, $"{repository.ApiPath}/revision/{Uri.EscapeDataString(name)}?blobs=true");
        var (_, transport, retry, answers) = _protocol.Value;
        return retry.RunAsync(
            async token =>
            {
                using var response = await transport.GetAsync(address, null, token);
                answers.RequireSuccess(response, repository, name, null);
                return HubRevisionJson.Parse(await response.ReadAllAsync(HubRevisionJson.MaxBytes, token), repository);
            },
            cancellationToken);
    }

    /// <summary>Streams one file into a blob, which becomes visible when the content's digest is proven, and not before.</summary>
    /// <exception cref="HubException">The file cannot be had, or is not what the hub declares, twice.</exception>
    /// <exception cref="StorageException">The blob cannot be written.</exception>
    public Task<HubDownload> DownloadAsync(
        HubRevision revision, HubFile file, IBlobStore store, BlobPath target, IProgress<HubProgress>? progress,
        CancellationToken cancellationToken)
    {
        RequireNetwork($"'{file.Path}' of {revision.Repository}@{revision.Commit}");
        string path = string.Join('/', file.Path.Value.Split('/').Select(Uri.EscapeDataString));
        var address = new Uri(Options.Endpoint, $"{revision.Repository.PagePath}/resolve/{revision.Commit}/{path}");
        var (_, transport, retry, answers) = _protocol.Value;
        return new FileDownload(transport, retry, answers, address, revision, file, progress).RunAsync(store, target, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();

    private void RequireNetwork(string what)
    {
        if (Options.Offline)
            throw new HubException(HubFailure.Offline,
                $"{what} is in no cache, and HF_HUB_OFFLINE keeps us from asking the hub. Unset it, or run once online.");
    }

    /// <summary>How the hub is spoken to, once its address is known.</summary>
    private sealed record Protocol(HubOptions Options, HubTransport Transport, HubRetry Retry, HubAnswers Answers)
    {
        public static Protocol Of(HttpMessageInvoker invoker, HubOptions options, TimeProvider time) =>
            new(options, new(invoker, options, time), new(options, time), new(options, time));
    }
}
