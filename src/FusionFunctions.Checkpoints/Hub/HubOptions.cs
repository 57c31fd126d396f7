namespace FusionFunctions.Checkpoints.Hub;

/// <summary>Where the hub is and how patient we are with it.</summary>
public sealed record HubOptions
{
    public static readonly Uri DefaultEndpoint = new("https://huggingface.co/");

    /// <summary>The hub's address, ending in '/': https, or http on a loopback address.</summary>
    public Uri Endpoint { get; init => field = HubEndpoint.Check(value); } = DefaultEndpoint;

    /// <summary>Sent to <see cref="Endpoint"/> and nowhere else; null asks anonymously.</summary>
    public HubToken? Token { get; init; }

    /// <summary>The Hugging Face cache on this machine (<c>models--org--name/…</c>), read and never written; null for none.</summary>
    public string? LocalCache { get; init; }

    /// <summary>No request leaves this machine.</summary>
    public bool Offline { get; init; }

    /// <summary>From the request to the headers of its answer.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two pieces of an answer's body.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries after the first, in a row that brings no real progress.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Around the first wait; it doubles with each, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one is an error that says so.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told before each wait for another try.</summary>
    public IProgress<HubWait>? Waits { get; init; }

    /// <summary>
    /// Reads <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, <c>HF_TOKEN_PATH</c>, <c>HF_HOME</c>, <c>HF_HUB_CACHE</c> and <c>HF_HUB_OFFLINE</c>.
    /// </summary>
    /// <param name="read">Gives a variable's value, or null.</param>
    /// <exception cref="HubException">A variable's value cannot be used.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> read) => new HubEnvironment(read).ToOptions();
}
