using System.Diagnostics.Metrics;
using System.Net;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Matrices;
using FusionFunctions.Compute.Workers;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Torch.Tests.Workers;

public sealed class WorkerSettingsTests
{
    [Fact]
    public void Endpoint_is_loopback_unless_an_address_is_given()
    {
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 8080), WorkerSettings.Endpoint("8080"));
        Assert.Equal(new IPEndPoint(IPAddress.Any, 81), WorkerSettings.Endpoint("0.0.0.0:81"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999")]
    [InlineData("localhost:80")]
    [InlineData("1.2.3.4")]
    public void Endpoint_refuses_what_is_none(string text) => Assert.Throws<PipelineException>(() => WorkerSettings.Endpoint(text));

    [Fact]
    public void Library_of_matrices_is_known_by_its_name()
    {
        Assert.Equal(MatrixLibrary.LibTorch, WorkerSettings.Library("libtorch"));
        Assert.Contains("FUSION_MATRICES must be managed or libtorch", Assert.Throws<PipelineException>(() => WorkerSettings.Library("mkl")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_without_store_or_queue_is_told_by_the_variable()
    {
        bool isSet = Environment.GetEnvironmentVariable("FUSION_STORE") is not null || Environment.GetEnvironmentVariable("FUSION_QUEUE") is not null;
        Assert.SkipWhen(isSet, "FUSION_STORE or FUSION_QUEUE is set here.");
        Assert.Contains("FUSION_STORE", Assert.Throws<PipelineException>(() => WorkerSettings.FromEnvironment()).Message, StringComparison.Ordinal);
        Assert.Contains("FUSION_QUEUE", Assert.Throws<PipelineException>(() => WorkerSettings.FromEnvironment("store")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_is_chosen_and_described()
    {
        Assert.Contains("cores", ComputeDevice.Choose("cpu").Description, StringComparison.Ordinal);
        Assert.Throws<PipelineException>(() => ComputeDevice.Choose("abacus"));
    }

    [Fact]
    public async Task Health_and_metrics_are_served()
    {
        using var metrics = new WorkerMetrics();
        int port = RestartableAzurite.FreePort();
        await using var health = await WorkerHealth.StartAsync(new(IPAddress.Loopback, port), metrics, [], TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        using (var work = metrics.Begin())
        {
            work.Kind = "merge";
            work.Succeeded(3);
        }
        using (var work = metrics.Begin())
            work.Failed();

        Assert.Equal("ok\n", await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        string text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("# TYPE fusion_made_total counter\nfusion_made_total{kind=\"merge\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("fusion_requests_total{end=\"done\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("fusion_requests_total{end=\"failed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE fusion_requests_in_progress gauge\nfusion_requests_in_progress 0\n", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/other", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public void Histograms_and_gauges_are_written_with_their_units()
    {
        using var meter = new Meter("test");
        using var text = new PrometheusText(meter);
        var delay = meter.CreateHistogram<double>("fusion.queue.delay", "s", "Waiting.");
        long used = 5;
        meter.CreateObservableGauge("fusion.gpu.memory.used", () => used, "By", "Memory.");
        delay.Record(1.5);
        delay.Record(2);
        _ = text.ToString();
        used = 7;

        Assert.Equal(
            """
            # HELP fusion_gpu_memory_used_bytes Memory.
            # TYPE fusion_gpu_memory_used_bytes gauge
            fusion_gpu_memory_used_bytes 7
            # HELP fusion_queue_delay_seconds Waiting.
            # TYPE fusion_queue_delay_seconds summary
            fusion_queue_delay_seconds_sum 3.5
            fusion_queue_delay_seconds_count 2

            """,
            text.ToString());
    }

    [Theory]
    [InlineData("0, 1000, 81559", "0", 1000)]
    [InlineData("1,0,16384", "1", 0)]
    [InlineData("0, [N/A], 81559", null, 0)]
    [InlineData("No devices were found", null, 0)]
    [InlineData("0, 1, 2, 3", null, 0)]
    public void Memory_of_a_GPU_is_read_from_the_drivers_tool(string line, string? index, long usedMiB)
    {
        var state = GpuState.Parse(line);

        Assert.Equal((index, usedMiB << 20), (state?.Index, state?.UsedBytes ?? 0));
    }
}
