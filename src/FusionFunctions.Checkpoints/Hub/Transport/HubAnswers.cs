using System.Net;

namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>Turns an answer that is not a success into what the user should know and do.</summary>
/// <param name="options">Where the hub is and whether there is a token.</param>
/// <param name="time">The clock that a <c>Retry-After</c> date is held against.</param>
internal sealed class HubAnswers(HubOptions options, TimeProvider time)
{
    /// <param name="response">The answer.</param>
    /// <param name="repository">What was asked.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="file">Null where the listing was asked for.</param>
    public void RequireSuccess(HubResponse response, HubRepository repository, string revision, string? file)
    {
        if (response.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent)
            return;
        string what = file is null ? $"{repository}@{revision}" : $"'{file}' of {repository}@{revision}";
        throw response.IsHub ? OfHub(response, repository, revision, file, what) : OfStorage(response, what);
    }

    private HubException OfHub(HubResponse response, HubRepository repository, string revision, string? file, string what)
    {
        string page = new Uri(options.Endpoint, repository.PagePath).AbsoluteUri;
        string reason = response.Header("X-Error-Message") is { } text ? $" The hub says: {Printable.Text(text)}" : "";
        string advice = TokenAdvice("an account that may read it");
        return (response.Header("X-Error-Code"), response.Status) switch
        {
            ("GatedRepo", _) => Denied(
                $"{repository} is gated. Open {page}, accept its terms with your account, and {TokenAdvice("that account")}{reason}"),
            ("RevisionNotFound", _) => NotFound($"{repository} has no revision '{revision}'. Its branches and tags stand on {page}."),
            ("EntryNotFound", _) => NotFound(
                $"{repository} has no file '{file}' at revision '{revision}'. Its files stand on {page}/tree/{revision}."),
            ("RepoNotFound", _) => NotFound(
                $"{repository} was not found at {options.Endpoint}: check the name, or, if it is private, {advice}{reason}"),
            (_, HttpStatusCode.Unauthorized) => Denied(options.Token is null
                ? $"{what}: the hub asks who we are. The repository is private, gated or does not exist ({page}); {advice}{reason}"
                : $"{what}: the hub does not accept the token, which may have expired; {advice} See {page}.{reason}"),
            (_, HttpStatusCode.Forbidden) => Denied(
                $"{what}: the hub refuses access. See {page} for what it asks for, and {advice}{reason}"),
            (_, HttpStatusCode.NotFound) => NotFound($"{what} was not found. See {page}.{reason}"),
            _ => Other(response, what, reason),
        };
    }

    /// <summary>A storage host's refusal mostly means that the signed address has expired; the next try gets a fresh one.</summary>
    private HubException OfStorage(HubResponse response, string what) =>
        response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? new(HubFailure.Unavailable,
                $"{what}: the storage host {response.Host} refused the address that the hub gave ({(int)response.Status}).")
            : Other(response, what, "");

    private HubException Other(HubResponse response, string what, string reason)
    {
        bool passing = response.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.Status >= 500;
        return new(passing ? HubFailure.Unavailable : HubFailure.Damaged, $"{what}: {response.Host} answered {(int)response.Status}.{reason}")
        {
            RetryAfter = passing ? AskedWait.Of(response, time) : null,
        };
    }

    private string TokenAdvice(string account) =>
        $"set HF_TOKEN to a token of {account} ({new Uri(options.Endpoint, "settings/tokens").AbsoluteUri}).";

    private static HubException Denied(string message) => new(HubFailure.AccessDenied, message);

    private static HubException NotFound(string message) => new(HubFailure.NotFound, message);
}
