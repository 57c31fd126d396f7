using FusionFunctions.Cli.Run;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class ExperimentsCommandTests
{
    [Fact]
    public async Task Init_writes_the_pages_experiments_which_can_be_read_and_overwrites_nothing()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, errors) = await FusionProcess.RunAsync("experiments", "init", folder["mine"]);
        var again = await FusionProcess.RunAsync("experiments", "init", folder["mine"]);

        Assert.Equal((0, ""), (exitCode, errors));
        string[] files = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, files.Length);
        Assert.All(files, file => Assert.NotNull(ExperimentFile.Read(file, [], null).ModelPool.Name));
        Assert.All(files, file => Assert.Equal(
            File.ReadAllText(Path.Join(ReferenceData.RepositoryRoot, "samples", "page", Path.GetFileName(file))), File.ReadAllText(file)));
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("the file is there already", again.Errors, StringComparison.Ordinal);
    }
}
