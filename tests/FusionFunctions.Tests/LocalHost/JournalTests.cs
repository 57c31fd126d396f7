using System.Text;
using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

public sealed class JournalTests
{
    private static HostedRun Program() => new HostedRun()
        .Orchestrator("main", async (context, input) => await context.CallActivityAsync<int>("one", input) + await context.CallActivityAsync<int>("two", 2))
        .Activity("one", input => input)
        .Activity("two", input => input);

    private static async Task<string[]> WholeAsync()
    {
        using var run = Program();
        await run.RunAsync<int>(1);
        return run.Events;
    }

    [Fact]
    public async Task Journal_is_one_JSON_object_a_line()
    {
        var lines = (await WholeAsync()).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!).ToArray();

        Assert.Equal(
            ["runStarted", "activityScheduled", "activityCompleted", "activityScheduled", "activityCompleted", "runCompleted"],
            lines.Select(line => (string)line["type"]!));
        Assert.Equal(("main", "run", 1, 1), ((string)lines[0]["orchestrator"]!, (string)lines[0]["instance"]!, (int)lines[0]["input"]!, (int)lines[0]["version"]!));
        Assert.Equal("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", (string)lines[0]["inputDigest"]!);
        Assert.Equal((2, 1), ((int)lines[2]["scheduled"]!, (int)lines[2]["result"]!));
        Assert.All(lines, line => Assert.Equal("2026-01-02T03:04:05Z", (string)line["at"]!));
    }

    [Fact]
    public async Task Any_changed_byte_is_found_and_told_by_file_and_line()
    {
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat((await WholeAsync()).Select(line => line + "\n")));
        using var run = Program();

        for (int i = 0; i < whole.Length - 1; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 1;
            Directory.CreateDirectory(run.Folder);
            await File.WriteAllBytesAsync(run.Journal, changed, TestContext.Current.CancellationToken);

            var e = await Assert.ThrowsAsync<JournalException>(() => run.RunAsync<int>(1));

            int line = whole.AsSpan(0, i).Count((byte)'\n') + 1;
            Assert.Contains($"'{run.Journal}' is damaged: line {line} ", e.Message, StringComparison.Ordinal);
            Assert.Contains("cut it before that line", e.Message, StringComparison.Ordinal);
        }
        Assert.Empty(run.Done);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 3, 4, 5 }, 3)]
    [InlineData(new[] { 0, 1, 2, 2, 3, 4, 5 }, 4)]
    [InlineData(new[] { 0, 1, 4, 3, 2, 5 }, 3)]
    [InlineData(new[] { 1, 2 }, 1)]
    public async Task Missing_repeated_or_moved_lines_are_found(int[] order, int line)
    {
        string[] whole = await WholeAsync();
        using var run = Program();
        run.WriteEvents(order.Select(i => whole[i]));

        var e = await Assert.ThrowsAsync<JournalException>(() => run.RunAsync<int>(1));

        Assert.Contains($"line {line} is not as it was written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_line_is_refused_before_it_fills_the_memory()
    {
        using var run = Program();
        Directory.CreateDirectory(run.Folder);
        await using (var file = File.Create(run.Journal))
            file.SetLength(1L << 40);

        var e = await Assert.ThrowsAsync<JournalException>(() => run.RunAsync<int>(1));

        Assert.Contains("line 1 is longer than 67108864 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":\"runStar")]
    public async Task Journal_without_a_whole_line_is_begun_anew(string text)
    {
        using var run = Program();
        Directory.CreateDirectory(run.Folder);
        await File.WriteAllTextAsync(run.Journal, text, TestContext.Current.CancellationToken);
        Assert.Equal(JournalState.Missing, JournalSummary.Read(run.Folder).State);

        Assert.Equal(3, await run.RunAsync<int>(1));
        Assert.Equal(6, run.Events.Length);
    }

    [Fact]
    public async Task Second_run_in_a_folder_is_refused_while_the_first_goes_on()
    {
        EmbeddedHost? host = null;
        using var run = new HostedRun();
        JournalException? refused = null;
        run.Main(context => context.CallActivityAsync<int>("again", 1))
            .Activity("again", async (input, _) =>
            {
                Assert.Equal(JournalState.Unfinished, JournalSummary.Read(run.Folder).State);
                refused = await Assert.ThrowsAsync<JournalException>(() => run.RunAsync<int>());
                await Assert.ThrowsAsync<LocalHostException>(() => host!.RunAsync<int>("main", "run", 0, run.Folder, TestContext.Current.CancellationToken));
                return input;
            });
        host = new(run.Registry, run.Options);

        Assert.Equal(1, await host.RunAsync<int>("main", "run", 0, run.Folder, TestContext.Current.CancellationToken));
        Assert.Contains("another process holds", refused!.Message, StringComparison.Ordinal);
        Assert.Equal(1, await run.RunAsync<int>());
    }

    [Fact]
    public async Task Folder_that_cannot_be_created_is_told()
    {
        using var run = Program();
        Directory.CreateDirectory(Path.GetDirectoryName(run.Folder)!);
        await File.WriteAllTextAsync(run.Folder, "a file", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<JournalException>(() => run.RunAsync<int>(1));
    }
}
