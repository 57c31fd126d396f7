using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Serve;
using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Remote;

/// <summary>The commands that talk to a deployment, as a shell sees them.</summary>
public sealed class RemoteCommandTests
{
    private const string Key = "a-key-of-the-tests-alone";

    [Theory]
    [InlineData("http://example.com", "would get the key over plain HTTP")]
    [InlineData("ftp://127.0.0.1", "--url must be an address")]
    [InlineData("http://user:secret@127.0.0.1", "--url must be an address")]
    [InlineData("here", "--url must be an address")]
    public async Task Address_that_is_none_or_not_safe_is_bad_input(string url, string message)
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync("status", "--url", url);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_away_is_an_error_with_its_remedy()
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync("status", "--url", $"http://127.0.0.1:{RestartableAzurite.FreePort()}");

        Assert.Equal(1, exitCode);
        Assert.Contains("does not answer", errors, StringComparison.Ordinal);
        Assert.Contains("'fusion dev'", errors, StringComparison.Ordinal);
        Assert.Contains("). Is it running?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_that_cannot_be_run_is_told_with_its_place_before_anybody_is_called()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["bad.yaml"], "name: bad\nmodelpool: Seq2SeqLMPool/flan-t5-base_glue_lora16\nmethods: [simpel_average]\ntaskpool: dummy\n");
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(200, "{}"u8.ToArray()));

        var (exitCode, _, errors) = await FusionProcess.RunAsync("submit", folder["bad.yaml"], "--url", server.Address.AbsoluteUri);

        Assert.Equal(2, exitCode);
        Assert.Contains("bad.yaml:3:", errors, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Submit_to_an_address_names_it_in_the_command_that_follows_the_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["good.yaml"], ServedApi.Good);
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(202, """{"id": "small-1"}"""u8.ToArray()));
        string url = server.Address.AbsoluteUri;

        var (exitCode, output, _) = await FusionProcess.RunAsync("submit", folder["good.yaml"], "--url", url, "--key", Key);

        Assert.Equal((0, $"Submitted run small-1\nFollow it with: fusion watch small-1 --url {url} --key KEY\n"), (exitCode, output));
    }

    [Fact]
    public async Task Leaderboard_is_asked_of_the_deployment_that_the_environment_names()
    {
        await using var server = await LoopbackServer.StartAsync((_, _) => new Answer(200, "a table\n"u8.ToArray()));
        var variables = new Dictionary<string, string> { ["FUSION_URL"] = server.Address.AbsoluteUri };

        var asked = await FusionProcess.RunAsync(variables, "leaderboard", "small-1");
        using var folder = new TemporaryFolder();
        var local = await FusionProcess.RunAsync(variables, "leaderboard", "small-1", "--store", folder.Path);

        Assert.Equal((0, "a table\n"), (asked.ExitCode, asked.Output));
        Assert.Equal("/api/experiments/small-1/leaderboard.md", Assert.Single(server.Requests).Path);
        Assert.Contains("or --url for a run of a deployment", local.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_and_address_exclude_each_other()
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync("leaderboard", "run", "--url", "http://127.0.0.1:1", "--store", "x");

        Assert.Equal(2, exitCode);
        Assert.Contains("Give --store or --url, not both.", errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_that_is_cancelled_ends_its_watch_with_an_error()
    {
        // Nobody works here, so that the run cannot end by itself.
        await using var bench = await WorkerBench.StartAsync();
        bench.Experiment();
        using var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string> { ["FUSION_API_KEY"] = Key };
        await using var server = LoggedProcess.StartFusion(
            folder.Path, variables, "serve", "--store", bench.Azurite.Connection, "--queue", bench.Azurite.Connection, "--listen", "127.0.0.1:0",
            "--folder", folder.Path);
        variables["FUSION_URL"] = (await server.LineWithAsync("Serving ")).Split(" at ")[1].Split(';')[0];
        string run = (await FusionProcess.RunAsync(variables, "submit", bench.FileName)).Output.Split('\n')[0].Split(' ')[^1];
        using var watch = FusionProcess.Start(variables, "watch", run);

        var cancelled = await FusionProcess.RunAsync(variables, "cancel", run);

        Assert.Equal((0, $"Cancelled run {run}\n"), (cancelled.ExitCode, cancelled.Output));
        var (exitCode, _, errors) = await watch.EndAsync();
        Assert.Equal((1, $"error: The run {run} was cancelled.\n"), (exitCode, errors));
        Assert.Contains("Terminated", (await FusionProcess.RunAsync(variables, "status", run)).Output, StringComparison.Ordinal);
        var again = await FusionProcess.RunAsync(variables, "cancel", run);
        Assert.Equal((0, cancelled.Output), (again.ExitCode, again.Output));
        var other = await FusionProcess.RunAsync(variables, "cancel", "other");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("'fusion status'", other.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await FusionProcess.RunAsync(variables, "status", "--key", "another-key-that-is-wrong")).ExitCode);
    }
}
