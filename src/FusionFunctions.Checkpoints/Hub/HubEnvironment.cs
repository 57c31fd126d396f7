namespace FusionFunctions.Checkpoints.Hub;

/// <summary>The variables that Hugging Face's own tools read, with their defaults.</summary>
internal sealed class HubEnvironment(Func<string, string?> read)
{
    private const int MaxTokenFileBytes = 1 << 16;

    public HubOptions ToOptions() => new()
    {
        Endpoint = Variable("HF_ENDPOINT") is { } address ? Address(address) : HubOptions.DefaultEndpoint,
        Token = HubToken.Parse(Variable("HF_TOKEN"), "HF_TOKEN") ?? TokenFile(),
        LocalCache = Folder("HF_HUB_CACHE") ?? Path.Combine(HuggingFaceHome, "hub"),
        Offline = Variable("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
    };

    private string HuggingFaceHome =>
        Folder("HF_HOME") ?? Path.Combine(Folder("XDG_CACHE_HOME") ?? Path.Combine(UserHome, ".cache"), "huggingface");

    private string UserHome =>
        Variable("HOME") ?? Variable("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private string? Variable(string name) => read(name)?.Trim() is { Length: > 0 } value ? value : null;

    private string? Folder(string name) => Variable(name) switch
    {
        null => null,
        "~" => UserHome,
        var path when path.StartsWith("~/", StringComparison.Ordinal) => Path.Combine(UserHome, path[2..]),
        var path => Path.GetFullPath(path),
    };

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        ? address
        : throw new HubException(HubFailure.BadRequest,
            $"HF_ENDPOINT '{Printable.Text(text)}' is not an address; write one such as https://huggingface.co.");

    private HubToken? TokenFile()
    {
        string file = Folder("HF_TOKEN_PATH") ?? Path.Combine(HuggingFaceHome, "token");
        try
        {
            if (!File.Exists(file))
                return null;
            return new FileInfo(file).Length <= MaxTokenFileBytes
                ? HubToken.Parse(File.ReadAllText(file), $"The token file '{file}'")
                : throw new HubException(HubFailure.BadRequest,
                    $"The token file '{file}' is too large to be one; set HF_TOKEN or HF_TOKEN_PATH.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFailure.BadRequest,
                $"The token file '{file}' cannot be read: {e.Message} Set HF_TOKEN or HF_TOKEN_PATH.", e);
        }
    }
}
