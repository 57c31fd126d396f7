using System.Text;
using FusionFunctions.Cli.Run;
using FusionFunctions.Cli.Serve;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Http;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

public sealed class ExperimentWatcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnownRuns _runs = new();
    private readonly CollectedLog _log = new();
    private readonly DirectoryBlobStore _store;
    private readonly ExperimentWatcher _watcher;

    public ExperimentWatcherTests()
    {
        _store = new(_folder.Path);
        _watcher = new(_store, _runs, BuiltInCatalog.Instance, null, _log);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Same_experiment_runs_once_however_often_it_is_put_there()
    {
        await PutAsync("first.yaml", ServedApi.Good);
        await _watcher.LookAsync(Cancel);
        await PutAsync("first.yaml", ServedApi.Good + "\n# Written again.\n");
        await PutAsync("second.yml", ServedApi.Good);
        await _watcher.LookAsync(Cancel);
        await new ExperimentWatcher(_store, _runs, BuiltInCatalog.Instance, null, _log).LookAsync(Cancel);

        Assert.Single(_runs.Started);
    }

    [Fact]
    public async Task Bad_file_gets_its_message_beside_it_until_it_is_mended()
    {
        await PutAsync("mine.yaml", "name: mine\nmethods: [simple_averag]");
        await _watcher.LookAsync(Cancel);
        Assert.Empty(_runs.Started);
        string errors = Encoding.UTF8.GetString(await _store.ReadBytesAsync(Errors("mine"), 1 << 20, Cancel));
        Assert.StartsWith("# mine.yaml cannot be run\n\nmine.yaml:", errors, StringComparison.Ordinal);
        Assert.StartsWith("experiments/mine.yaml cannot be run: mine.yaml:", Assert.Single(_log.Lines), StringComparison.Ordinal);

        await PutAsync("mine.yaml", ServedApi.Good);
        await _watcher.LookAsync(Cancel);
        Assert.Single(_runs.Started);
        Assert.Null(await _store.FindAsync(Errors("mine"), Cancel));
    }

    [Fact]
    public async Task Other_files_are_left_alone()
    {
        await PutAsync("notes.md", ServedApi.Good);
        await PutAsync("below/mine.yaml", ServedApi.Good);
        await PutAsync("huge.json", new string(' ', (1 << 20) + 1));
        await _watcher.LookAsync(Cancel);

        Assert.Empty(_runs.Started);
        Assert.Null(await _store.FindAsync(Errors("notes"), Cancel));
        Assert.NotNull(await _store.FindAsync(Errors("huge"), Cancel));
    }

    [Fact]
    public async Task File_that_cannot_be_taken_is_told_once_and_keeps_nobody_from_those_behind_it()
    {
        await PutAsync("a.yaml", "name: \"mine");
        await PutAsync("b.yaml", ServedApi.Good);
        string link = _folder["experiments", "a.errors.md"];
        File.CreateSymbolicLink(link, _folder["elsewhere"]);

        await _watcher.LookAsync(Cancel);
        await _watcher.LookAsync(Cancel);

        Assert.Single(_runs.Started);
        Assert.StartsWith("experiments/a.yaml cannot be taken now and is tried again: ", Assert.Single(_log.Lines), StringComparison.Ordinal);
        File.Delete(link);
        await _watcher.LookAsync(Cancel);
        Assert.NotNull(await _store.FindAsync(Errors("a"), Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("name: \u00FF\u00FE")]
    [InlineData("name: mine\nmethods: [simple_averag]")]
    [InlineData("name: \"mine")]
    [InlineData("#", (1 << 20) + 1)]
    public async Task Bad_file_gets_the_message_that_the_command_line_gives(string latin1, int times = 1)
    {
        byte[] content = [.. Enumerable.Repeat(Encoding.Latin1.GetBytes(latin1), times).SelectMany(bytes => bytes)];
        string file = _folder["mine.yaml"];
        await File.WriteAllBytesAsync(file, content, Cancel);
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Read(file, [], null));

        await _store.WriteBytesAsync(BlobPath.Parse("experiments/mine.yaml"), content, BlobWriteMode.Replace, Cancel);
        await _watcher.LookAsync(Cancel);

        string written = Encoding.UTF8.GetString(await _store.ReadBytesAsync(Errors("mine"), 1 << 20, Cancel));
        Assert.Equal($"# mine.yaml cannot be run\n\n{error.Message.Replace(file, "mine.yaml", StringComparison.Ordinal)}\n", written);
    }

    private Task<bool> PutAsync(string name, string text) =>
        _store.WriteTextAsync(BlobPath.Parse($"experiments/{name}"), text, BlobWriteMode.Replace, Cancel);

    private static BlobPath Errors(string name) => BlobPath.Parse($"experiments/{name}.errors.md");
}
