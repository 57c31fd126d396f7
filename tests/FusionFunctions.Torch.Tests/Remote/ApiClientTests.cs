using System.Text;
using FusionFunctions.Cli.Remote;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Http;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Serve;

namespace FusionFunctions.Torch.Tests.Remote;

public sealed class ApiClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Experiment_is_submitted_found_listed_and_cancelled()
    {
        using var folder = new TemporaryFolder();
        var runs = new KnownRuns();
        await using var api = await ServedApi.StartAsync(runs, new DirectoryBlobStore(folder.Path));
        using var client = new ApiClient(api.Client.BaseAddress!, ServedApi.Key, isHere: true);

        string run = await client.SubmitAsync(Encoding.UTF8.GetBytes(ServedApi.Good), "application/yaml", folder.Path, Cancel);

        Assert.Equal([run], runs.Started);
        Assert.Equal((run, RunPhase.Running), ((await client.StatusAsync(run, Cancel)).Id, (await client.StatusAsync(run, Cancel)).Phase));
        Assert.Equal([run], (await client.ListAsync(Cancel)).Select(info => info.Id));
        await client.CancelAsync(run, Cancel);
        var early = await Assert.ThrowsAsync<ServerException>(() => client.LeaderboardAsync(run, "md", Cancel));
        Assert.Contains("its leaderboard comes when it is Completed", early.Message, StringComparison.Ordinal);
        Assert.False(early.IsPassing);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public async Task Relative_paths_start_at_the_callers_folder_only_on_this_machine_and_where_local_paths_are_allowed(
        bool isHere, bool isAllowed, bool isAccepted)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["here", "base"]);
        Directory.CreateDirectory(folder["server"]);
        const string Local = "name: small\nmodelpool: { models: { _pretrained_: ./base, glue-cola: ./base } }\nmethods: [simple_average]\ntaskpool: dummy\n";
        var runs = new KnownRuns();
        await using var api = await ServedApi.StartAsync(runs, new DirectoryBlobStore(folder.Path), isAllowed ? folder["server"] : null);
        using var client = new ApiClient(api.Client.BaseAddress!, ServedApi.Key, isHere);

        var submitting = client.SubmitAsync(Encoding.UTF8.GetBytes(Local), "application/yaml", folder["here"], Cancel);

        if (isAccepted)
            Assert.Equal([await submitting], runs.Started);
        else
            await Assert.ThrowsAsync<PipelineException>(() => submitting);
    }

    [Fact]
    public async Task Redirection_is_not_followed_so_that_the_key_stays_with_its_server()
    {
        await using var other = await LoopbackServer.StartAsync((_, _) => new Answer(200, "{}"u8.ToArray()));
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(307, []) { Headers = { ["Location"] = other.Address.AbsoluteUri } });
        using var client = new ApiClient(server.Address, "secret-key", isHere: true);

        var error = await Assert.ThrowsAsync<ServerException>(() => client.ListAsync(Cancel));

        Assert.Contains("sends callers elsewhere (307)", error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(200, "<html>", false)]
    [InlineData(200, "[]", false)]
    [InlineData(200, "null", false)]
    [InlineData(200, """{"id": 1, "phase": "Nonsense"}""", false)]
    [InlineData(500, "<html>", true)]
    [InlineData(503, """{"detail": "Storage is away."}""", true)]
    [InlineData(429, "", true)]
    public async Task Answer_that_is_no_runs_status_is_an_error_that_passes_or_not(int status, string body, bool isPassing)
    {
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(status, Encoding.UTF8.GetBytes(body)));
        using var client = new ApiClient(server.Address, key: null, isHere: true);

        Assert.Equal(isPassing, (await Assert.ThrowsAsync<ServerException>(() => client.StatusAsync("run", Cancel))).IsPassing);
    }

    [Fact]
    public async Task Reason_of_a_refusal_is_shown_without_what_could_steer_a_terminal()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"detail": "no\u001b[2J such \u0007thing"}""");
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(404, body));
        using var client = new ApiClient(server.Address, key: null, isHere: true);

        var error = await Assert.ThrowsAsync<PipelineException>(() => client.StatusAsync("run", Cancel));

        Assert.EndsWith(@": no\u001b[2J such \u0007thing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task Name_that_is_no_runs_is_refused_before_anybody_is_called(string name)
    {
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(200, "{}"u8.ToArray()));
        using var client = new ApiClient(server.Address, key: null, isHere: true);

        await Assert.ThrowsAsync<PipelineException>(() => client.StatusAsync(name, Cancel));
        await Assert.ThrowsAsync<PipelineException>(() => client.CancelAsync(name, Cancel));
        await Assert.ThrowsAsync<PipelineException>(() => client.LeaderboardAsync(name, "md", Cancel));
        Assert.Empty(server.Requests);
    }
}
