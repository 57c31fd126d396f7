using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>A hub that speaks the Hugging Face hub's protocol, and the storage host it redirects to.</summary>
internal sealed partial class LoopbackHub : IAsyncDisposable
{
    private readonly List<LoopbackRepository> _repositories = [];

    public LoopbackServer Hub { get; private set; } = null!;

    public LoopbackServer Storage { get; private set; } = null!;

    public static async Task<LoopbackHub> StartAsync()
    {
        var hub = new LoopbackHub();
        hub.Hub = await LoopbackServer.StartAsync((context, path) => hub.AnswerHub(context, path));
        hub.Storage = await LoopbackServer.StartAsync((context, path) => hub.AnswerStorage(context, path));
        return hub;
    }

    public LoopbackRepository Add(string path, char commit = 'a')
    {
        var repository = new LoopbackRepository(path, new string(commit, 40));
        _repositories.Add(repository);
        return repository;
    }

    /// <summary>Fails the test where a token has reached the storage host.</summary>
    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Storage.DisposeAsync();
        Assert.All(Storage.Requests, request => Assert.Null(request.Authorization));
    }

    private Answer AnswerHub(HttpContext context, string path)
    {
        if (Api().Match(path) is { Success: true } api)
        {
            string name = api.Groups["kind"].Value == "datasets" ? $"datasets/{api.Groups["repo"].Value}" : api.Groups["repo"].Value;
            return Find(name, api.Groups["revision"].Value, out var error) is { } listed
                ? new Answer(200, Encoding.UTF8.GetBytes(listed.Listing().ToJsonString()))
                : error!;
        }
        if (Resolve().Match(path) is not { Success: true } resolve)
            return Answer.Error(404);
        if (Find(resolve.Groups["repo"].Value, resolve.Groups["revision"].Value, out var missing) is not { } repository)
            return missing!;
        string file = Uri.UnescapeDataString(resolve.Groups["file"].Value);
        return repository.Has(file) ? AnswerFile(context, repository, file) : Answer.Error(404, "EntryNotFound", "Entry not found");
    }

    private Answer AnswerFile(HttpContext context, LoopbackRepository repository, string file)
    {
        byte[] content = repository[file];
        if (!repository.IsLarge(file))
        {
            var small = Content(context, content, repository.Digest(file));
            small.Headers["X-Repo-Commit"] = repository.Commit;
            return small;
        }
        string location = new Uri(Storage.Address, $"repos/{repository.Digest(file)}?X-Amz-Signature=secret").AbsoluteUri;
        return new Answer(302, Encoding.UTF8.GetBytes($"Found. Redirecting to {location}"))
        {
            Headers =
            {
                ["Location"] = location,
                ["X-Repo-Commit"] = repository.Commit,
                ["X-Linked-Etag"] = $"\"{repository.Digest(file)}\"",
                ["X-Linked-Size"] = $"{content.Length}",
                ["Accept-Ranges"] = "bytes",
            },
        };
    }

    /// <summary>A storage host's own ETag has nothing to do with the hub's digest.</summary>
    private Answer AnswerStorage(HttpContext context, string path)
    {
        string digest = path["/repos/".Length..].Split('?')[0];
        byte[]? content = _repositories.Select(repository => repository.FindLarge(digest)).FirstOrDefault(found => found is not null);
        return content is null ? Answer.Error(404) : Content(context, content, $"{digest[..32]}-1");
    }

    private static Answer Content(HttpContext context, byte[] content, string tag)
    {
        var headers = new Dictionary<string, string> { ["ETag"] = $"\"{tag}\"", ["Accept-Ranges"] = "bytes" };
        string? condition = context.Request.Headers.IfRange;
        if (context.Request.Headers.Range.ToString() is not { Length: > 0 } range || (condition is not null && condition != $"\"{tag}\""))
            return new Answer(200, content) { Headers = headers };
        int from = int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
        if (from >= content.Length)
            return Answer.Error(416);
        headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        return new Answer(206, content[from..]) { Headers = headers };
    }

    private LoopbackRepository? Find(string path, string revision, out Answer? error)
    {
        error = null;
        if (_repositories.Find(repository => repository.Path == path && repository.Revisions.Contains(Uri.UnescapeDataString(revision))) is { } found)
            return found;
        error = _repositories.Exists(repository => repository.Path == path)
            ? Answer.Error(404, "RevisionNotFound", "Invalid rev id")
            : Answer.Error(401, "RepoNotFound", "Repository not found");
        return null;
    }

    [GeneratedRegex(@"^/api/(?<kind>models|datasets)/(?<repo>[^/]+/[^/]+)/revision/(?<revision>[^/?]+)\?blobs=true$")]
    private static partial Regex Api();

    [GeneratedRegex(@"^/(?<repo>(datasets/)?[^/]+/[^/]+)/resolve/(?<revision>[^/]+)/(?<file>[^?]+)$")]
    private static partial Regex Resolve();
}
