using System.Text;
using FusionFunctions.Experiments;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Revisions;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Pipeline.Uploads;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>A run that fails tells those who uploaded it, and then fails as it would without them.</summary>
public sealed class FailedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ReportFailureInput> _reports = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_failed_fetch_is_reported_once_with_its_reason()
    {
        var error = await Assert.ThrowsAsync<OrchestrationFailedException>(() => RunAsync(_ => 1));

        Assert.Equal("org/base is not there.", error.Message);
        var report = Assert.Single(_reports);
        Assert.StartsWith("small-", report.Run, StringComparison.Ordinal);
        Assert.Equal(error.Message, report.Reason);
    }

    [Fact]
    public async Task RunAsync_report_that_fails_leaves_the_run_its_own_reason()
    {
        var error = await Assert.ThrowsAsync<OrchestrationFailedException>(() => RunAsync(_ => throw new PipelineException("There is no room for a report.")));

        Assert.Equal("org/base is not there.", error.Message);
        Assert.Single(_reports);
    }

    private Task<RunResult> RunAsync(Func<ReportFailureInput, int> report)
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator(StepNames.RunExperiment, new RunExperiment())
            .AddActivity(StepNames.PinRevision, new Work<PinRevisionInput, string>((_, _) => throw new PipelineException("org/base is not there.")))
            .AddActivity(StepNames.ReportFailure, new Work<ReportFailureInput, int>((input, _) =>
            {
                _reports.Add(input);
                return Task.FromResult(report(input));
            }));
        var run = ExperimentRun.Of(ExperimentReader.Read(Encoding.UTF8.GetBytes("""
            name: small
            modelpool:
              models: { _pretrained_: org/base, glue-cola: org/base }
            methods: [simple_average]
            taskpool: flan-t5_glue_text_generation
            """), "small.yaml", null, BuiltInCatalog.Instance));
        return new EmbeddedHost(registry, new()).RunAsync<RunResult>(
            StepNames.RunExperiment, run.Name, run, _folder["journal"], TestContext.Current.CancellationToken);
    }
}
