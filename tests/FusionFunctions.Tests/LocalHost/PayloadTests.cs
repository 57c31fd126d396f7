using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

public sealed class PayloadTests
{
    private static HostedRun Returning<T>(T value)
    {
        var run = new HostedRun().Main(context => context.CallActivityAsync<T>("give", 0));
        run.Registry.AddActivity("give", new Work<int, T>((_, _) => Task.FromResult(value)));
        return run;
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("umlauts äöü, 漢字, 😀, \u2028, \" \\ \n \0 <&>")]
    public async Task Text_survives_the_journal(string text)
    {
        using var run = Returning(text);
        run.Options = run.Options with { Json = new(System.Text.Json.JsonSerializerDefaults.Web) { WriteIndented = true } };

        Assert.Equal(text, await run.RunAsync<string>());
        Assert.Equal(text, await run.RunAsync<string>());
        run.Cut(3);
        Assert.Equal(text, await run.RunAsync<string>());
        Assert.Single(run.Events, line => line.Contains("activityCompleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Result_too_long_for_the_journal_fails_the_activity_with_the_remedy()
    {
        using var run = Returning(new string('x', 33 << 20));

        var e = await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<string>());

        Assert.Contains("The result of activity 'give' is 34603010 bytes of JSON", e.Message, StringComparison.Ordinal);
        Assert.Contains("into the store", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_that_JSON_has_no_word_for_is_refused()
    {
        using var run = Returning(double.NaN);

        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<double>());
    }

    [Fact]
    public async Task Result_of_another_type_stops_the_run_and_leaves_the_journal_to_resume()
    {
        using var run = new HostedRun().Main(context => context.CallActivityAsync<string>("number", 0)).Activity("number", input => input);

        var e = await Assert.ThrowsAsync<LocalHostException>(() => run.RunAsync<string>());

        Assert.Contains("activity 'number' gave is no String", e.Message, StringComparison.Ordinal);
        Assert.NotEqual(JournalState.Failed, JournalSummary.Read(run.Folder).State);
    }

    [Fact]
    public async Task Unknown_names_are_refused_with_the_known_ones()
    {
        using var run = new HostedRun().Main(context => context.CallActivityAsync<int>("won", 0)).Activity("one", input => input).Activity("two", input => input);

        var activity = await Assert.ThrowsAsync<LocalHostException>(() => run.RunAsync<int>());
        var orchestrator = await Assert.ThrowsAsync<LocalHostException>(() =>
            new EmbeddedHost(run.Registry, run.Options).RunAsync<int>("mane", "run", 0, run.Folder, TestContext.Current.CancellationToken));

        Assert.Equal("There is no activity 'won' in this host; it has one, two.", activity.Message);
        Assert.Equal("There is no orchestrator 'mane' in this host; it has main.", orchestrator.Message);
    }
}
