using FusionFunctions.Cli.Run;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class ExperimentsCommandTests
{
    [Fact]
    public async Task Init_writes_the_pages_experiments_which_can_be_read_and_keeps_them_when_it_is_repeated()
    {
        using var folder = new TemporaryFolder();

        var first = await FusionProcess.RunAsync("experiments", "init", folder["mine"]);
        string[] files = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.Delete(files[^1]);
        var again = await FusionProcess.RunAsync("experiments", "init", folder["mine"]);

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal(first, again);
        Assert.Equal(Directory.GetFiles(Page).Select(Path.GetFileName).Order(StringComparer.Ordinal), files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.NotNull(ExperimentFile.Read(file, [], null).ModelPool.Name));
        Assert.All(files, file => Assert.Equal(File.ReadAllText(Path.Join(Page, Path.GetFileName(file))), File.ReadAllText(file)));
    }

    [Fact]
    public async Task Init_another_file_of_the_same_name_is_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["sweep-ties.yaml"], "name: mine\n");

        var (exitCode, output, errors) = await FusionProcess.RunAsync("experiments", "init", folder.Path);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("sweep-ties.yaml: another file of this name is there already.", errors, StringComparison.Ordinal);
        Assert.Equal(["sweep-ties.yaml"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal("name: mine\n", File.ReadAllText(folder["sweep-ties.yaml"]));
    }

    private static string Page => Path.Join(ReferenceData.RepositoryRoot, "samples", "page");
}
