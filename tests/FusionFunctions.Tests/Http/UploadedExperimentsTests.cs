using FusionFunctions.Experiments;
using FusionFunctions.Http.Runs;
using FusionFunctions.Http.Uploads;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Pipeline.Uploads;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Http;

public sealed class UploadedExperimentsTests : IAsyncLifetime
{
    private const string Good = """
        name: small
        modelpool:
          models: { _pretrained_: org/base, glue-cola: org/cola }
        methods: [simple_average]
        taskpool: flan-t5_glue_text_generation
        """;

    private static readonly BlobPath s_file = BlobLayout.Upload("mine.yaml");

    private readonly TemporaryFolder _folder = new();
    private readonly KnownRuns _runs = new();
    private readonly DirectoryBlobStore _store;
    private readonly UploadedExperiments _uploads;

    public UploadedExperimentsTests()
    {
        _store = new(_folder.Path);
        _uploads = new(_store, _runs, BuiltInCatalog.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Run => ExperimentRun.Of(ExperimentReader.Read(System.Text.Encoding.UTF8.GetBytes(Good), "mine.yaml", null, BuiltInCatalog.Instance)).Name;

    public async ValueTask InitializeAsync() => await PutAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    [Theory]
    [InlineData(RunPhase.Failed)]
    [InlineData(RunPhase.Terminated)]
    public async Task TakeAsync_another_version_of_the_file_of_an_ended_run_begins_it_anew(RunPhase phase)
    {
        await TakeAsync();
        Know(phase);
        await TakeAsync();
        Assert.Equal([Run], _runs.Started);

        await PutAsync();
        await TakeAsync();
        await TakeAsync();

        Assert.Equal([Run, Run], _runs.Started);
        Assert.Null(await ErrorsAsync());
    }

    [Theory]
    [InlineData(RunPhase.Completed)]
    [InlineData(RunPhase.Running)]
    [InlineData(RunPhase.Pending)]
    public async Task TakeAsync_another_version_of_the_file_of_a_run_that_goes_on_or_is_done_starts_nothing(RunPhase phase)
    {
        await TakeAsync();
        Know(phase);
        await PutAsync();

        await TakeAsync();

        Assert.Equal([Run], _runs.Started);
    }

    [Theory]
    [InlineData(RunPhase.Failed)]
    [InlineData(RunPhase.Terminated)]
    public async Task TakeAsync_run_that_is_forgotten_is_not_started_by_the_file_that_asked_for_it(RunPhase phase)
    {
        await TakeAsync();
        Know(phase);
        _runs.Known.Clear();

        await TakeAsync();
        Assert.Equal([Run], _runs.Started);

        await PutAsync();
        await TakeAsync();
        Assert.Equal([Run, Run], _runs.Started);
    }

    [Fact]
    public async Task TakeAsync_start_that_fails_is_tried_again()
    {
        _runs.Starting = () => throw new StorageException("The hub of tasks is away.");
        await Assert.ThrowsAsync<StorageException>(TakeAsync);
        _runs.Starting = () => { };

        await TakeAsync();

        Assert.Equal([Run], _runs.Started);
    }

    [Fact]
    public async Task TakeAsync_run_that_is_forgotten_but_has_its_leaderboard_is_not_started()
    {
        await _store.WriteTextAsync(LeaderboardFile.Of(BlobLayout.Leaderboard("small", Run), "json"), "{}", BlobWriteMode.Replace, Token);

        await TakeAsync();

        Assert.Empty(_runs.Started);
    }

    [Fact]
    public async Task TakeAsync_file_of_a_failed_run_gets_its_reason_and_keeps_it_when_the_run_is_forgotten()
    {
        await TakeAsync();
        _runs.Known[Run] = new(Run, RunPhase.Failed, Error: "org/cola is not there.");

        await TakeAsync();
        _runs.Known.Clear();
        await TakeAsync();

        Assert.StartsWith("# The run of mine.yaml failed\n\norg/cola is not there.\n", await ErrorsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportFailure_tells_beside_every_file_that_asked_for_the_run_and_is_there_still()
    {
        foreach (string name in (string[])["mine.yaml", "same.json", "gone.yaml"])
        {
            await PutAsync(name);
            await _uploads.TakeAsync(BlobLayout.Upload(name), Token);
        }
        await _store.DeleteAsync(BlobLayout.Upload("gone.yaml"), Token);

        int told = await new ReportFailure(_store).RunAsync(new(Run, "No more room."), Token);

        Assert.Equal(2, told);
        foreach (string name in (string[])["mine.yaml", "same.json"])
            Assert.Equal(
                $"# The run of {name} failed\n\nNo more room.\n\nThe run is `{Run}`. Put the file here again to begin it anew; what was made already is found.\n",
                await ErrorsAsync(name));
        Assert.Null(await ErrorsAsync("gone.yaml"));
    }

    [Fact]
    public async Task ReportFailure_file_that_holds_another_experiment_by_now_is_left_alone()
    {
        await TakeAsync();
        await _store.WriteTextAsync(s_file, Good.Replace("small", "other", StringComparison.Ordinal), BlobWriteMode.Replace, Token);

        Assert.Equal(0, await new ReportFailure(_store).RunAsync(new(Run, "No more room."), Token));
        Assert.Null(await ErrorsAsync());
    }

    [Fact]
    public async Task ReportFailure_of_a_run_that_no_file_asked_for_writes_nothing()
    {
        Assert.Equal(0, await new ReportFailure(_store).RunAsync(new(Run, "No more room."), Token));
        Assert.Null(await ErrorsAsync());
    }

    private void Know(RunPhase phase) => _runs.Known[Run] = new(Run, phase);

    private Task<string?> TakeAsync() => _uploads.TakeAsync(s_file, Token);

    private Task<bool> PutAsync(string name = "mine.yaml") => _store.WriteTextAsync(BlobLayout.Upload(name), Good, BlobWriteMode.Replace, Token);

    private async Task<string?> ErrorsAsync(string name = "mine.yaml") => await _store.FindAsync(BlobLayout.UploadErrors(name), Token) is { } file
        ? System.Text.Encoding.UTF8.GetString(await _store.ReadBytesAsync(file.Path, 1 << 20, Token)) : null;
}
