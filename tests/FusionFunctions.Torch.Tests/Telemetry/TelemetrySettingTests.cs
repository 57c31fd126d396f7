using System.Diagnostics;
using FusionFunctions.Telemetry;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>Telemetry is for those who ask for it, and never in the way of the work.</summary>
public sealed class TelemetrySettingTests
{
    [Fact]
    public void Nobody_is_told_where_no_receiver_is_named()
    {
        using var source = new ActivitySource("FusionFunctions.Nobody");
        using var telemetry = HostTelemetry.Start("fusion-test");

        Assert.False(TelemetrySettings.FromEnvironment().IsOn);
        Assert.False(source.HasListeners());
        Assert.False(telemetry.Loggers.CreateLogger("test").IsEnabled(Microsoft.Extensions.Logging.LogLevel.Critical));
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task Run_whose_receiver_is_away_ends_as_without_one(string protocol)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 1);
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{RestartableAzurite.FreePort()}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        };

        var (exitCode, output, errors) = await FusionProcess.RunAsync(environment, "run", file, "--store", folder["store"]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("Leaderboard: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://secret@localhost")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "secret")]
    public async Task Run_with_a_receiver_that_is_no_address_says_so_and_does_not_repeat_it(string variable, string value)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 1);

        var (exitCode, _, errors) = await FusionProcess.RunAsync(
            new Dictionary<string, string> { [variable] = value }, "run", file, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {variable} ", errors, StringComparison.Ordinal);
        // OTLP's port for gRPC, the default.
        Assert.Equal(variable.StartsWith("OTEL", StringComparison.Ordinal), errors.Contains("http://localhost:4317;", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }
}
