using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>
/// A merge whose process is killed shows nothing that opens and is not whole: config.json comes when all else is there. The next one finishes it.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KilledMergeTests
{
    private const string Marker = "merge.incomplete.json";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>From the first file to the last, and seven shards drawn at random.</summary>
    public static TheoryData<string> Moments()
    {
        var random = new Random(20260101);
        int[] shards = [.. Enumerable.Range(2, 24)];
        random.Shuffle(shards);
        return [Marker, Shard(1), .. shards.Take(7).Order().Select(Shard), "model.safetensors.index.json", "spiece.model", "README.md", "config.json", "merge.json"];
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task Merge_killed_when_a_file_appears_shows_nothing_partial_and_the_next_one_finishes_it(string moment)
    {
        using var folder = new TemporaryFolder();
        string file = Configuration(folder);
        var straight = await MergeAsync(file, folder["straight"]);
        Assert.Equal((0, ""), (straight.ExitCode, straight.Errors));
        var expected = Files(folder["straight"]);

        bool wasKilled = await KilledAsync(file, folder["killed"], moment);
        var left = Files(folder["killed"]);
        var kept = Noted(folder["killed"]).ToDictionary(name => name, name => File.GetLastWriteTimeUtc(folder["killed", name]));
        Assert.True(wasKilled || !moment.StartsWith("model-", StringComparison.Ordinal), "The merge ended before it could be killed.");
        if (left.ContainsKey("config.json"))
            Assert.All(expected.Keys.Except(["merge.json"]), name => Assert.Equal(expected[name], left.GetValueOrDefault(name)));
        else
            Assert.DoesNotContain("merge.json", left.Keys);
        // What has no name yet is removed when it is old.
        foreach (string temporary in Hidden(folder["killed"]))
            File.SetLastWriteTimeUtc(temporary, DateTime.UnixEpoch);
        var next = await MergeAsync(file, folder["killed"]);

        Assert.Equal((0, ""), (next.ExitCode, next.Errors));
        Assert.Equal(straight.Output.Replace("straight", "killed", StringComparison.Ordinal), next.Output);
        Assert.Equal(expected, Files(folder["killed"]));
        Assert.All(kept, entry => Assert.Equal(entry.Value, File.GetLastWriteTimeUtc(folder["killed", entry.Key])));
        Assert.Empty(Hidden(folder["killed"]));
    }

    [Fact]
    public async Task Merge_into_what_a_killed_one_of_another_recipe_has_left_never_opens_as_a_mixture()
    {
        using var folder = new TemporaryFolder();
        string file = Configuration(folder), other = Configuration(folder, "other", 0.7);
        Assert.Equal(0, (await MergeAsync(other, folder["straight"])).ExitCode);
        var expected = Files(folder["straight"]);
        // As a process leaves it that is killed between config.json and merge.json.
        Assert.Equal(0, (await MergeAsync(file, folder["killed"])).ExitCode);
        var record = await MergedCheckpoint.FindAsync(new DirectoryBlobStore(folder["killed"]), "", Stop);
        File.Delete(folder["killed", "merge.json"]);
        File.WriteAllText(folder["killed", Marker], $$"""{ "digest": "{{record!.Digest}}", "max_shard_bytes": 20000, "files": [] }""");

        string shard = folder["killed", expected.Keys.First(name => name.StartsWith(Shard(3), StringComparison.Ordinal))];
        var before = File.GetLastWriteTimeUtc(shard);
        bool wasKilled = await KilledAsync(other, folder["killed"], () => File.GetLastWriteTimeUtc(shard) != before);

        Assert.True(wasKilled);
        Assert.False(File.Exists(folder["killed", "config.json"]));
        Assert.Equal(0, (await MergeAsync(other, folder["killed"])).ExitCode);
        Assert.Equal(expected, Files(folder["killed"]));
    }

    /// <summary>One merge in many shards.</summary>
    private static string Configuration(TemporaryFolder folder, string name = "merge", double factor = 0.3)
    {
        string file = folder[$"{name}.yaml"];
        File.WriteAllText(file, $$"""
            merge_method: ties
            base_model: {{SmallExperiment.Samples}}/base
            models: [{{SmallExperiment.Samples}}/glue-rte, {{SmallExperiment.Samples}}/glue-stsb]
            parameters: { weight: 1, density: 0.5, lambda: {{factor.ToString(System.Globalization.CultureInfo.InvariantCulture)}} }
            """);
        return file;
    }

    private static string[] Arguments(string file, string output) =>
        ["merge", file, "--output", output, "--store", $"{output}-store", "--threads", "1", "--max-shard-size", "20KB"];

    private static Task<(int ExitCode, string Output, string Errors)> MergeAsync(string file, string output) => FusionProcess.RunAsync(Arguments(file, output));

    private static Task<bool> KilledAsync(string file, string output, string moment) =>
        KilledAsync(file, output, () => Directory.Exists(output) && Directory.EnumerateFiles(output, $"{moment}*").Any());

    /// <returns>Whether it was still running.</returns>
    private static async Task<bool> KilledAsync(string file, string output, Func<bool> moment)
    {
        using var process = FusionProcess.Start(Arguments(file, output));
        while (!process.HasExited && !moment())
            Thread.Yield();
        process.Kill();
        return (await process.EndAsync()).ExitCode != 0;
    }

    private static string Shard(int number) => $"model-{number:D5}-of-";

    private static string[] Hidden(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, ".*", SearchOption.AllDirectories) : [];

    private static IEnumerable<string> Noted(string folder) => File.Exists(Path.Join(folder, Marker))
        ? JsonNode.Parse(File.ReadAllText(Path.Join(folder, Marker)))!["files"]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>())
        : [];

    /// <summary>Their digests, by name; none where the folder is not there.</summary>
    private static SortedDictionary<string, string> Files(string folder) => !Directory.Exists(folder) ? [] : new(
        Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) is not (Marker or ['.', ..]))
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
