using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>A run and the branches of its models, which others move.</summary>
public sealed class PinnedRevisionTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Branch_that_moves_while_a_run_lies_still_is_where_it_was_when_the_run_goes_on()
    {
        await using var hub = await LoopbackHub.StartAsync();
        var models = new[] { Add(hub, "org/base", "base", 'a'), Add(hub, "org/rte", "glue-rte", 'a') };
        using var folder = new TemporaryFolder();
        string file = folder["pinned.yaml"];
        await File.WriteAllTextAsync(file, $$"""
            modelpool: { models: { _pretrained_: org/base, glue-rte: org/rte } }
            methods: [simple_average]
            taskpool: { tasks: [{ name: rte, dataset: {{SmallExperiment.Samples}}/data/rte/validation.jsonl, limit: 3 }] }
            """, TestContext.Current.CancellationToken);
        var run = new ExperimentRun("pinned", ExperimentFile.Read(file, [], null));
        var options = new HubOptions { Endpoint = hub.Hub.Address };
        var crash = new CrashOncePinned(revisions: 2);
        await Assert.ThrowsAsync<OperationCanceledException>(() => LocalRun.RunAsync(
            run, folder["store"], new() { MaxParallelActivities = 1, Observer = crash, JournalWritten = crash.Written }, options));
        Assert.DoesNotContain(hub.Hub.Requests, request => request.Path.Contains("/org/rte/resolve/", StringComparison.Ordinal));

        foreach (var model in models)
            model.Revisions.Remove("main");
        Add(hub, "org/base", "base", 'b');
        Add(hub, "org/rte", "glue-cola", 'b');
        var resumed = await LocalRun.RunAsync(run, folder["store"], hub: options);
        var straight = await LocalRun.RunAsync(run, folder["straight"], hub: options);

        Assert.Equal([], resumed.Failures);
        string[] fetched = [.. Directory.EnumerateDirectories(folder["store", "checkpoints"], "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!)];
        Assert.Contains(new string('a', 40), fetched);
        Assert.DoesNotContain(new string('b', 40), fetched);
        Assert.NotEqual(Json(folder["straight", straight.Leaderboard]), Json(folder["store", resumed.Leaderboard]));
    }

    private static LoopbackRepository Add(LoopbackHub hub, string name, string sample, char commit)
    {
        var repository = hub.Add(name, commit);
        foreach (string file in Directory.EnumerateFiles(Path.Join(SmallExperiment.Samples, sample)))
            repository.Add(Path.GetFileName(file), File.ReadAllBytes(file), large: file.EndsWith(".safetensors", StringComparison.Ordinal));
        return repository;
    }

    private static string Json(string leaderboard) => File.ReadAllText(Path.Join(leaderboard, "leaderboard.json"));

    /// <summary>Ends the process, so to speak, when the journal has the commits.</summary>
    private sealed class CrashOncePinned(int revisions) : IHostObserver
    {
        private int _pinned;

        public void ActivityCompleted(string instanceId, string name, int attempt, TimeSpan duration) => _pinned += name == StepNames.PinRevision ? 1 : 0;

        public void Written(long events)
        {
            if (_pinned == revisions)
                throw new OperationCanceledException("The process ends.");
        }
    }
}
