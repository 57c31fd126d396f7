using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubResumeTests
{
    private const string Weights = "model.safetensors";
    private const int Cut = 1_500_000;

    [Fact]
    public async Task DownloadAsync_cut_connection_goes_on_where_it_broke()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.CutAfter(Cut, bench.Progress));
        await bench.DownloadAsync(Weights);
        Assert.Equal(bench.Weights, bench.Downloaded);
        var second = bench.Storage.Requests[1];
        Assert.Equal(Cut, second.From);
        Assert.Equal($"\"{bench.Model.Digest(Weights)[..32]}-1\"", second.IfRange);
        Assert.Null(bench.Storage.Requests[0].Range);
        Assert.Equal([Weights, Weights], bench.Asked);
    }

    [Fact]
    public async Task DownloadAsync_cut_at_any_byte_goes_on_there()
    {
        await using var bench = await HubBench.StartAsync();
        byte[] weights = HubBench.Bytes(300);
        bench.Model.Add(Weights, weights, large: true);
        for (int cut = 0; cut < weights.Length; cut++)
        {
            bench.Storage.Next("/repos/", Mishaps.CutAfter(cut, bench.Progress));
            await bench.DownloadAsync(Weights);
            Assert.Equal(weights, bench.Downloaded);
            Assert.Equal(cut, cut == 0 ? 0 : bench.Storage.Requests[^1].From);
            File.Delete(bench.Folder["store", "file"]);
        }
    }

    [Fact]
    public async Task DownloadAsync_slow_drip_arrives_in_one_request()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Model.Add(Weights, HubBench.Bytes(500), large: true);
        bench.Storage.Next("/repos/", Mishaps.Drip(bench.Progress));
        await bench.DownloadAsync(Weights);
        Assert.Equal(HubBench.Bytes(500), bench.Downloaded);
        Assert.Single(bench.Storage.Requests);
    }

    [Fact]
    public async Task DownloadAsync_small_file_cut_goes_on_at_the_hub()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/resolve/", Mishaps.CutAfter(10, bench.Progress));
        await bench.DownloadAsync("config.json");
        Assert.Equal(bench.Model["config.json"], bench.Downloaded);
        Assert.Equal($"\"{bench.Model.Digest("config.json")}\"", bench.Hub.Requests[^1].IfRange);
    }

    [Fact]
    public async Task DownloadAsync_cut_again_and_again_arrives_while_there_is_progress()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Options = bench.Options with { MaxRetries = 1 };
        var weights = HubBench.Bytes(6 << 20);
        bench.Model.Add(Weights, weights, large: true);
        for (int i = 0; i < 4; i++)
            bench.Storage.Next("/repos/", Mishaps.CutAfter(1_200_000, bench.Progress));
        await bench.DownloadAsync(Weights);
        Assert.Equal(weights, bench.Downloaded);
        Assert.Equal(5, bench.Storage.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_small_pieces_arrive_while_they_add_up_to_progress()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", (context, answer) => Mishaps.CutAfter(Math.Min(300_000, answer.Body.Length), bench.Progress)(context, answer));
        await bench.DownloadAsync(Weights);
        Assert.Equal(bench.Weights, bench.Downloaded);
        Assert.Equal(11, bench.Storage.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_cut_without_progress_fails_after_bounded_tries()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", Mishaps.CutAfter(100, bench.Progress));
        var e = await bench.FailAsync(Weights);
        Assert.Equal(HubFailure.Unavailable, e.Failure);
        Assert.Contains("Gave up after 6 tries", e.Message, StringComparison.Ordinal);
        Assert.Equal(6, bench.Storage.Requests.Count);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_server_without_ranges_that_always_breaks_fails_after_bounded_tries()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", (context, answer) =>
            Mishaps.CutAfter(2_000_000, bench.Progress)(context, answer with { Status = 200, Body = bench.Weights, Headers = [] }));
        Assert.Equal(HubFailure.Unavailable, (await bench.FailAsync(Weights)).Failure);
        Assert.Equal(7, bench.Storage.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_body_that_ends_early_goes_on()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.Chunked(body => body[..Cut]));
        await bench.DownloadAsync(Weights);
        Assert.Equal(bench.Weights, bench.Downloaded);
        Assert.Equal(Cut, bench.Storage.Requests[1].From);
    }

    [Fact]
    public async Task DownloadAsync_whole_body_whose_end_mark_is_cut_off_is_taken()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.CutAfter(bench.Weights.Length - 1000, bench.Progress));
        bench.Storage.Next("/repos/", Mishaps.WithoutEnd(bench.Progress));
        await bench.DownloadAsync(Weights);
        Assert.Equal(bench.Weights, bench.Downloaded);
        Assert.Equal(2, bench.Storage.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_stalled_body_goes_on()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.HangAfter(Cut, bench.Progress, bench.Hanging));
        var download = bench.DownloadAsync(Weights);
        await bench.IsHangingAsync();
        await bench.Clock.ExpireAsync();
        await download;
        Assert.Equal(bench.Weights, bench.Downloaded);
    }

    [Fact]
    public async Task DownloadAsync_server_that_ignores_the_range_starts_from_the_front()
    {
        await using var bench = await HubBench.StartAsync();
        await DownloadWithRestAsync(bench, Mishaps.Instead(answer => answer with { Status = 200, Body = bench.Weights, Headers = [] }));
    }

    [Fact]
    public async Task DownloadAsync_file_that_changed_at_the_storage_starts_from_the_front()
    {
        await using var bench = await HubBench.StartAsync();
        // The first answer is of another entity, so If-Range makes the second a whole one.
        bench.Storage.Next("/repos/", (context, answer) =>
        {
            answer.Headers["ETag"] = "\"other\"";
            return Mishaps.CutAfter(Cut, bench.Progress)(context, answer with { Body = new byte[bench.Weights.Length] });
        });
        await bench.DownloadAsync(Weights);
        Assert.Equal("\"other\"", bench.Storage.Requests[1].IfRange);
        Assert.Equal(2, bench.Storage.Requests.Count);
        Assert.Equal(bench.Weights, bench.Downloaded);
    }

    [Fact]
    public async Task DownloadAsync_another_range_than_asked_for_is_not_taken()
    {
        await using var bench = await HubBench.StartAsync();
        await DownloadWithRestAsync(bench, Mishaps.Header("Content-Range", $"bytes 5-{bench.Weights.Length - 1}/{bench.Weights.Length}"));
        Assert.Contains(bench.Progress.Reports, report => report.Trouble?.Contains("another range", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task DownloadAsync_rest_of_a_file_of_another_size_is_not_taken()
    {
        await using var bench = await HubBench.StartAsync();
        await DownloadWithRestAsync(bench, Mishaps.Header("Content-Range", $"bytes {Cut}-{bench.Weights.Length - 1}/{bench.Weights.Length + 1}"));
        Assert.Null(bench.Storage.Requests[2].Range);
    }

    [Fact]
    public async Task DownloadAsync_rest_of_another_entity_starts_from_the_front()
    {
        await using var bench = await HubBench.StartAsync();
        // A server that takes no notice of If-Range.
        await DownloadWithRestAsync(bench, Mishaps.Header("ETag", "\"other\""));
        Assert.Null(bench.Storage.Requests[2].Range);
    }

    [Fact]
    public async Task DownloadAsync_wrong_rest_once_starts_from_the_front()
    {
        await using var bench = await HubBench.StartAsync();
        await DownloadWithRestAsync(bench, Mishaps.Damage());
        Assert.Null(bench.Storage.Requests[2].Range);
    }

    [Fact]
    public async Task DownloadAsync_wrong_rest_twice_fails_and_leaves_nothing()
    {
        await using var bench = await HubBench.StartAsync();
        for (int i = 0; i < 2; i++)
        {
            bench.Storage.Next("/repos/", Mishaps.CutAfter(Cut, bench.Progress));
            bench.Storage.Next("/repos/", Mishaps.Damage());
        }
        var e = await bench.FailAsync(Weights);
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains(bench.Model.Digest(Weights), e.Message, StringComparison.Ordinal);
        Assert.Equal(4, bench.Storage.Requests.Count);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_rest_that_the_storage_does_not_have_starts_from_the_front()
    {
        await using var bench = await HubBench.StartAsync();
        await DownloadWithRestAsync(bench, Mishaps.Status(416));
        Assert.Null(bench.Storage.Requests[^1].Range);
    }

    /// <summary>The first answer is cut off, what comes of its rest meets with a mishap, and the file is whole all the same.</summary>
    private static async Task DownloadWithRestAsync(HubBench bench, Mishap rest)
    {
        bench.Storage.Next("/repos/", Mishaps.CutAfter(Cut, bench.Progress));
        bench.Storage.Next("/repos/", rest);
        await bench.DownloadAsync(Weights);
        Assert.Equal(bench.Weights, bench.Downloaded);
    }
}
