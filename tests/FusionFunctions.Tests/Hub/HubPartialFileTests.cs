using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>What a run leaves of a large file that it did not get to the end of, and what the next one makes of it.</summary>
public sealed class HubPartialFileTests
{
    private const string Name = "model.safetensors";
    private const int Piece = 1 << 16;
    private const int Cut = (12 << 20) + 1000;
    private static readonly byte[] s_weights = HubBench.Bytes((17 << 20) + 1);

    public HubPartialFileTests() => Assert.SkipUnless(MachineLocks.Reach(Path.GetTempPath()), "Nothing is kept where locks do not reach all who write.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DownloadAsync_after_a_run_that_gave_up_asks_for_the_rest_alone()
    {
        await using var bench = await GivenUpAsync();
        Assert.Matches($"^\\.tmp-{bench.Model.Digest(Name)}-[0-9a-f]{{32}}\\.partial$", Assert.Single(bench.StoredFiles));

        var download = await bench.DownloadAsync(Name);

        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal((s_weights.Length, bench.Model.Digest(Name)), (download.Size, download.Sha256));
        Assert.Equal(["file"], bench.StoredFiles);
        Assert.Equal(Cut / Piece * Piece, bench.Storage.Requests[^1].From);
        Assert.Null(bench.Storage.Requests[^1].IfRange);
    }

    [Fact]
    public async Task DownloadAsync_after_a_run_that_was_stopped_asks_for_the_rest_alone()
    {
        await using var bench = await StartAsync();
        bench.Storage.Next("/repos/", Mishaps.HangAfter(Cut, bench.Progress, bench.Hanging));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var revision = await bench.ResolveAsync();
        var download = bench.Client().DownloadAsync(revision, revision.Find(Name)!, bench.Store, BlobPath.Parse("file"), bench.Progress, stop.Token);
        await bench.IsHangingAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);

        await bench.DownloadAsync(Name);

        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal(Cut / Piece * Piece, bench.Storage.Requests[^1].From);
    }

    [Fact]
    public async Task DownloadAsync_rest_that_breaks_again_goes_on_with_the_entity_that_it_is_of()
    {
        await using var bench = await GivenUpAsync();
        bench.Storage.Next("/repos/", Mishaps.CutAfter(2 << 20, bench.Progress));
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal((Cut / Piece * Piece) + (2 << 20), bench.Storage.Requests[^1].From);
        Assert.Equal($"\"{bench.Model.Digest(Name)[..32]}-1\"", bench.Storage.Requests[^1].IfRange);
    }

    [Fact]
    public async Task DownloadAsync_after_two_runs_that_gave_up_has_what_both_brought()
    {
        await using var bench = await GivenUpAsync();
        await GiveUpAsync(bench, 2 << 20);
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal((Cut / Piece * Piece) + (2 << 20), bench.Storage.Requests[^1].From);
    }

    [Fact]
    public async Task DownloadAsync_kept_bytes_that_are_wrong_are_given_up()
    {
        await using var bench = await GivenUpAsync();
        Change(bench, bytes => bytes[5]++);

        await bench.DownloadAsync(Name);

        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal(["file"], bench.StoredFiles);
        Assert.Null(bench.Storage.Requests[^1].Range);
        Assert.Contains(bench.Progress.Reports, report => report.Trouble?.Contains("sha256 is", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task DownloadAsync_kept_bytes_that_are_wrong_are_no_try_of_the_hub()
    {
        await using var bench = await GivenUpAsync();
        Change(bench, bytes => bytes[5]++);
        bench.Storage.Next("/repos/", (context, answer) => answer.SendAsync(context));
        bench.Storage.Next("/repos/", Mishaps.Damage());
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task DownloadAsync_storage_that_always_answers_ranges_wrongly_is_asked_for_the_whole(bool isKept)
    {
        await using var bench = isKept ? await GivenUpAsync() : await StartAsync();
        if (!isKept)
            bench.Storage.Next("/repos/", Mishaps.CutAfter(Cut, bench.Progress));
        bench.Storage.Always("/repos/", (context, answer) =>
        {
            if (answer.Status == 206)
                answer.Headers["Content-Range"] = $"bytes 1-{s_weights.Length - 1}/{s_weights.Length}";
            return answer.SendAsync(context);
        });
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal(["file"], bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_answer_that_is_of_no_use_costs_no_byte_that_is_there()
    {
        await using var bench = await GivenUpAsync();
        for (int i = 0; i < 3; i++)
            bench.Storage.Next("/repos/", Mishaps.Header("Content-Encoding", "gzip"));
        Assert.Equal(HubFailure.Damaged, (await bench.FailAsync(Name)).Failure);
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal(Cut / Piece * Piece, bench.Storage.Requests[^1].From);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Piece - 1)]
    [InlineData((17 << 20) + (2 * Piece))]
    public async Task DownloadAsync_kept_bytes_that_are_too_few_or_too_many_are_given_up(int length)
    {
        await using var bench = await GivenUpAsync();
        using (var file = File.OpenWrite(bench.Folder["store", Assert.Single(bench.StoredFiles)]))
            file.SetLength(length);
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Null(bench.Storage.Requests[^1].Range);
    }

    [Fact]
    public async Task DownloadAsync_storage_that_ignores_ranges_sends_all_of_it()
    {
        await using var bench = await GivenUpAsync();
        bench.Storage.Next("/repos/", Whole(s_weights));
        await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Equal(["file"], bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_wrong_content_is_not_kept()
    {
        await using var bench = await StartAsync();
        byte[] wrong = [.. s_weights];
        wrong[^1]++;
        bench.Storage.Always("/repos/", Whole(wrong));
        Assert.Equal(HubFailure.Damaged, (await bench.FailAsync(Name)).Failure);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_kept_bytes_that_someone_writes_are_left_to_them()
    {
        await using var bench = await GivenUpAsync();
        await using (await bench.Store.TryResumeAsync(BlobPath.Parse("file"), bench.Model.Digest(Name), s_weights.Length, Token))
            await bench.DownloadAsync(Name);
        Assert.Equal(s_weights, bench.Downloaded);
        Assert.Null(bench.Storage.Requests[^1].Range);
    }

    [Fact]
    public async Task PruneAsync_takes_what_was_kept_along()
    {
        await using var bench = await StartAsync();
        await GiveUpAsync(bench, Cut, () => bench.FetchAsync());
        var cache = new CheckpointCache(bench.Store);
        var entry = Assert.Single(await cache.ListAsync(Token).ToListAsync(Token));
        Assert.Equal((2, Cut / Piece * Piece), (entry.Files.Count, Assert.Single(entry.Beginnings).Length));
        Assert.All(await cache.VerifyAsync(Token).ToListAsync(Token), verification => Assert.Empty(verification.Problems));

        Assert.Equal(entry.Bytes, (await cache.PruneAsync(_ => true, Token)).Bytes);

        Assert.All(bench.StoredFiles, file => Assert.EndsWith(".lock", file, StringComparison.Ordinal));
    }

    private static async Task<HubBench> StartAsync()
    {
        var bench = await HubBench.StartAsync();
        bench.Model.Add(Name, s_weights, large: true);
        return bench;
    }

    private static async Task<HubBench> GivenUpAsync()
    {
        var bench = await StartAsync();
        await GiveUpAsync(bench, Cut);
        return bench;
    }

    /// <summary>A run whose connection breaks after so many bytes, and cannot be made again.</summary>
    private static async Task GiveUpAsync(HubBench bench, int bytes, Func<Task>? run = null)
    {
        var options = bench.Options;
        bench.Options = options with { MaxRetries = 0 };
        bench.Storage.Next("/repos/", Mishaps.CutAfter(bytes, bench.Progress));
        bench.Storage.Next("/repos/", Mishaps.CutAfter(0, bench.Progress));
        var e = await Assert.ThrowsAsync<HubException>(run ?? (() => bench.DownloadAsync(Name)));
        Assert.Equal(HubFailure.Unavailable, e.Failure);
        bench.Options = options;
    }

    private static Mishap Whole(byte[] content) => Mishaps.Instead(answer => answer with { Status = 200, Body = content, Headers = [] });

    private static void Change(HubBench bench, Action<byte[]> change)
    {
        string file = bench.Folder["store", Assert.Single(bench.StoredFiles)];
        byte[] bytes = File.ReadAllBytes(file);
        change(bytes);
        File.WriteAllBytes(file, bytes);
    }
}
