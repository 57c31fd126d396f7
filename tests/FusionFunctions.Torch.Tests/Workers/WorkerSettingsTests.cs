using System.Net;
using FusionFunctions.Compute.Devices;
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
        await using var health = await WorkerHealth.StartAsync(new(IPAddress.Loopback, port), metrics, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        using (var work = metrics.Begin("merge"))
            work.Succeeded(3);
        metrics.Failed();

        Assert.Equal("ok\n", await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        string text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("# TYPE fusion_made_total counter\nfusion_made_total{kind=\"merge\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("fusion_requests_total{end=\"done\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("fusion_requests_total{end=\"failed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE fusion_requests_in_progress gauge\nfusion_requests_in_progress 0\n", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/other", TestContext.Current.CancellationToken)).StatusCode);
    }
}
