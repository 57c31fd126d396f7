using System.Text.RegularExpressions;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Dev;

/// <summary>The local cloud as its user sees it: started, given an experiment, watched, stopped.</summary>
[Trait("Category", "Slow")]
public sealed partial class DevProcessTests
{
    private const string Ready = "| Ready at ";

    [Fact]
    public async Task Sample_that_is_submitted_ends_in_the_leaderboard_of_a_run_alone_and_an_interruption_leaves_no_process()
    {
        string sample = Path.Join("samples", "mini-glue.yaml");
        using var alone = new TemporaryFolder();
        await using var cloud = new LocalCloud();
        await using var dev = cloud.Start();
        await dev.LineWithAsync(Ready);

        var submitted = await cloud.CallAsync("submit", sample);
        Assert.Equal((0, ""), (submitted.ExitCode, submitted.Errors));
        string run = RunName().Match(submitted.Output).Groups[1].Value;
        var watched = await cloud.CallAsync("watch", run);
        Assert.Equal((0, ""), (watched.ExitCode, watched.Errors));
        Assert.Contains("Merged 13 checkpoints", watched.Output, StringComparison.Ordinal);
        Assert.Contains("Completed", (await cloud.CallAsync("status", run)).Output, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^{run}\s+Completed\s+42,240$", (await cloud.CallAsync("status")).Output);

        Assert.Equal(0, (await FusionProcess.RunAsync("run", sample, "--store", alone.Path)).ExitCode);
        foreach (string format in new[] { "md", "json", "csv" })
        {
            var (exitCode, output, _) = await cloud.CallAsync("leaderboard", run, "--url", cloud.Url, "--format", format);
            Assert.Equal(0, exitCode);
            Assert.Equal(File.ReadAllText(alone["leaderboards", "mini-glue", run, $"leaderboard.{format}"]), output);
        }
        Assert.NotEmpty(await cloud.ProcessesAsync(isNoneExpected: false));
        Assert.Equal(0, await dev.InterruptAsync());
        Assert.Empty(await cloud.ProcessesAsync(isNoneExpected: true));
        foreach (string name in new[] { "azurite      |", "orchestrator |", "worker-1     |", "fusion       | Stopped" })
            Assert.Contains(dev.Log, line => line.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cloud_that_was_killed_leaves_no_process_and_the_next_goes_on_with_its_runs()
    {
        await using var cloud = new LocalCloud();
        string file = SmallExperiment.Write(cloud.Folder, limit: 40);
        await using (var killed = cloud.Start())
        {
            await killed.LineWithAsync(Ready);
            Assert.Equal(0, (await cloud.CallAsync("submit", file)).ExitCode);
            await killed.LineWithAsync("evaluation, delivery");
            killed.Kill();
        }
        Assert.Empty(await cloud.ProcessesAsync(isNoneExpected: true));

        await using var next = cloud.Start();
        await next.LineWithAsync(Ready);
        string run = RunName().Match((await cloud.CallAsync("submit", file)).Output).Groups[1].Value;
        var watched = await cloud.CallAsync("watch", run);

        Assert.Equal((0, ""), (watched.ExitCode, watched.Errors));
        Assert.Equal(0, await next.TerminateAsync());
    }

    [Fact]
    public async Task Functions_app_is_started_under_core_tools_with_the_settings_of_the_cloud()
    {
        await using var cloud = new LocalCloud();
        string tools = Path.Join(cloud.Folder, "tools"), app = Path.Join(cloud.Folder, "app");
        Directory.CreateDirectory(tools);
        Directory.CreateDirectory(app);
        File.WriteAllText(Path.Join(app, "FusionFunctions.App.csproj"), "<Project />");
        File.WriteAllText(Path.Join(tools, "func"), """
            #!/bin/sh
            echo "func $* in $(pwd) with $FUNCTIONS_WORKER_RUNTIME $FUSION_CONTAINER $AzureWebJobsStorage"
            echo "        ExperimentStatus: [GET] http://localhost/api/experiments/{id}"
            sleep 1000
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Join(tools, "func"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string path = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        await using var dev = cloud.Start(new Dictionary<string, string> { ["PATH"] = path }, "--app", app);
        await dev.LineWithAsync(Ready);

        string line = await dev.LineWithAsync("| func ");
        Assert.StartsWith($"functions    | func start --port {cloud.Port("--port")} in {app} with dotnet-isolated fusion ", line, StringComparison.Ordinal);
        Assert.Contains($"BlobEndpoint=http://127.0.0.1:{cloud.Port("--blob-port")}/devstoreaccount1", line, StringComparison.Ordinal);
        Assert.DoesNotContain(dev.Log, other => other.StartsWith("orchestrator", StringComparison.Ordinal));
        Assert.Equal(0, await dev.InterruptAsync());
        Assert.Empty(await cloud.ProcessesAsync(isNoneExpected: true));
    }

    [GeneratedRegex("^Submitted run (.+)$", RegexOptions.Multiline)]
    private static partial Regex RunName();
}
