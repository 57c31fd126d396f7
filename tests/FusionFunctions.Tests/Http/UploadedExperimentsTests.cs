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

public sealed class UploadedExperimentsTests : IDisposable
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

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RunPhase.Failed)]
    [InlineData(RunPhase.Terminated)]
    public async Task TakeAsync_file_newer_than_the_end_of_its_run_begins_it_anew(RunPhase phase)
    {
        await PutAsync();
        _runs.Known[Run] = Ended(phase, TimeSpan.FromMinutes(-5));

        await _uploads.TakeAsync(s_file, Token);
        await _uploads.TakeAsync(s_file, Token);

        Assert.Equal([Run], _runs.Started);
        Assert.Null(await ErrorsAsync());
    }

    [Theory]
    [InlineData(RunPhase.Failed, 5)]
    [InlineData(RunPhase.Terminated, 5)]
    [InlineData(RunPhase.Completed, 5)]
    [InlineData(RunPhase.Completed, -5)]
    [InlineData(RunPhase.Running, null)]
    [InlineData(RunPhase.Pending, null)]
    public async Task TakeAsync_file_told_of_again_starts_nothing(RunPhase phase, int? minutes)
    {
        await PutAsync();
        _runs.Known[Run] = Ended(phase, minutes is { } ago ? TimeSpan.FromMinutes(ago) : null);

        await _uploads.TakeAsync(s_file, Token);

        Assert.Empty(_runs.Started);
    }

    [Fact]
    public async Task TakeAsync_run_that_is_forgotten_but_has_its_leaderboard_is_not_started()
    {
        await PutAsync();
        await _store.WriteTextAsync(LeaderboardFile.Of(BlobLayout.Leaderboard("small", Run), "json"), "{}", BlobWriteMode.Replace, Token);

        await _uploads.TakeAsync(s_file, Token);

        Assert.Empty(_runs.Started);
    }

    [Fact]
    public async Task TakeAsync_file_of_a_failed_run_gets_its_reason()
    {
        await PutAsync();
        _runs.Known[Run] = Ended(RunPhase.Failed, TimeSpan.FromMinutes(5)) with { Error = "org/cola is not there." };

        await _uploads.TakeAsync(s_file, Token);

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
    public async Task ReportFailure_of_a_run_that_no_file_asked_for_writes_nothing()
    {
        Assert.Equal(0, await new ReportFailure(_store).RunAsync(new(Run, "No more room."), Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private static RunInfo Ended(RunPhase phase, TimeSpan? fromNow) => new(Run, phase, Ended: fromNow is { } time ? DateTimeOffset.UtcNow + time : null);

    private Task<bool> PutAsync(string name = "mine.yaml") => _store.WriteTextAsync(BlobLayout.Upload(name), Good, BlobWriteMode.Replace, Token);

    private async Task<string?> ErrorsAsync(string name = "mine.yaml") => await _store.FindAsync(BlobLayout.UploadErrors(name), Token) is { } file
        ? System.Text.Encoding.UTF8.GetString(await _store.ReadBytesAsync(file.Path, 1 << 20, Token)) : null;
}
