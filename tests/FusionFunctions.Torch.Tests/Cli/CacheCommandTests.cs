using System.Security.Cryptography;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class CacheCommandTests : IDisposable
{
    private static readonly string s_old = new('a', 40), s_new = new('b', 40);
    private readonly TemporaryFolder _folder = new();

    public CacheCommandTests()
    {
        Add("org/model", s_old, DateTime.UtcNow.AddDays(-40), 1_500_000);
        Add("org/model", s_new, DateTime.UtcNow, 200);
        Add("org/other", s_new, DateTime.UtcNow, 999);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_shows_commits_and_sizes()
    {
        var (exitCode, output, errors) = await RunAsync("list");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches($@"org/model +{s_old[..12]} .* 1 +1\.5 MB\n", output);
        Assert.Matches($@"org/other +{s_new[..12]} .* 1 +999 B\n", output);
        Assert.EndsWith("1.5 MB\n", output, StringComparison.Ordinal);
        Assert.Contains("3 commits in ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_of_a_sound_cache_ends_with_0()
    {
        var (exitCode, output, _) = await RunAsync("verify");

        Assert.Equal(0, exitCode);
        Assert.Contains("no problems", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_names_the_damaged_file_and_ends_with_1()
    {
        File.WriteAllBytes(Weights("org/other", s_new), new byte[999]);

        var (exitCode, output, _) = await RunAsync("verify");

        Assert.Equal(1, exitCode);
        Assert.Contains($"BAD  org/other@{s_new[..12]}", output, StringComparison.Ordinal);
        Assert.Contains($"checkpoints/org/other/{s_new}/model.safetensors: ", output, StringComparison.Ordinal);
        Assert.Contains("1 problem\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("org/other", 1, 1, 0)]
    [InlineData("org/model", 0, 0, 1)]
    [InlineData("org/model@bbbb", 1, 0, 1)]
    [InlineData("--older-than=30", 0, 1, 1)]
    [InlineData("--all", 0, 0, 0)]
    public async Task Prune_deletes_what_is_chosen_and_dry_run_nothing(string choice, int oldModel, int newModel, int other)
    {
        var (exitCode, output, _) = await RunAsync("prune", choice, "--dry-run");
        Assert.Equal((0, 1, 1, 1), (exitCode, Count("org/model", s_old), Count("org/model", s_new), Count("org/other", s_new)));
        Assert.Contains("would go", output, StringComparison.Ordinal);

        (exitCode, output, _) = await RunAsync("prune", choice);
        Assert.Equal((0, oldModel, newModel, other), (exitCode, Count("org/model", s_old), Count("org/model", s_new), Count("org/other", s_new)));
        Assert.Contains("pruned", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one of")]
    [InlineData("one of", "--all", "org/model")]
    [InlineData("one of", "--all", "--older-than", "3")]
    [InlineData("--older-than", "--older-than", "0")]
    [InlineData("'org/mode'", "org/mode")]
    [InlineData("hexadecimal", "org/model@main")]
    public async Task Prune_of_no_clear_choice_deletes_nothing(string message, params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(["prune", .. arguments]);

        Assert.Equal((2, 3), (exitCode, Count("org/model", s_old) + Count("org/model", s_new) + Count("org/other", s_new)));
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        FusionProcess.RunAsync(["cache", .. arguments, "--store", _folder.Path]);

    private int Count(string repository, string commit) => File.Exists(Weights(repository, commit)) ? 1 : 0;

    private string Weights(string repository, string commit) => _folder["checkpoints", repository, commit, "model.safetensors"];

    private void Add(string repository, string commit, DateTime fetched, int size)
    {
        byte[] bytes = new byte[size];
        bytes[0] = 1;
        string file = Weights(repository, commit), manifest = _folder["checkpoints", repository, $"{commit}.json"];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        File.WriteAllText(manifest, $$"""
            {
              "repository": "{{repository}}", "kind": "model", "commit": "{{commit}}", "listedByHub": true,
              "files": [{ "path": "model.safetensors", "size": {{size}}, "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}", "fetched": "{{fetched:O}}" }]
            }
            """);
        File.SetLastWriteTimeUtc(file, fetched);
        File.SetLastWriteTimeUtc(manifest, fetched);
    }
}
