using System.Text;
using FusionFunctions.Experiments;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Experiments;

public sealed class ExperimentFileReadingTests
{
    private const string Text = "modelpool: { models: { m: ./base } }\nmethods: [dummy]\ntaskpool: [cola]";

    [Fact]
    public void ReadFile_resolves_paths_at_the_files_folder_and_takes_its_name()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["base"]);
        File.WriteAllText(folder["merge-all.yaml"], Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        var experiment = ExperimentReader.ReadFile(folder["merge-all.yaml"], ExperimentFile.Catalog);

        Assert.Equal("merge-all", experiment.Name);
        Assert.Equal(folder["base"], experiment.ModelPool.Models.Single().Checkpoint.Location);
    }

    [Fact]
    public void ReadFile_whose_name_is_unsafe_asks_for_one()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["base"]);
        File.WriteAllText(folder["my file.yaml"], Text);

        Assert.Equal(
            $"{folder["my file.yaml"]}:1:1: the experiment has no 'name' and the file's cannot be taken; add name: flan-t5-base-glue", Refused(folder["my file.yaml"]));
    }

    [Fact]
    public void ReadFile_that_cannot_be_read_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["latin.yaml"], [.. "name: "u8, 0xE9]);
        File.WriteAllBytes(folder["long.yaml"], new byte[(1 << 20) + 1]);

        Assert.Equal($"{folder["latin.yaml"]}: the file is not UTF-8 at byte 6; save it as UTF-8", Refused(folder["latin.yaml"]));
        Assert.Equal($"{folder["long.yaml"]}: the file is longer than 1048576 bytes; an experiment needs a few lines; is this the right file?", Refused(folder["long.yaml"]));
        Assert.Equal($"{folder["none.yaml"]}: there is no such file; check the path", Refused(folder["none.yaml"]));
        Assert.Equal($"{folder.Path}: this is a folder; name the file in it", Refused(folder.Path));
        Assert.EndsWith("check the path and who may read it", Refused(""), StringComparison.Ordinal);
    }

    [Theory, InlineData("pipe"), InlineData("link"), InlineData("empty")]
    public async Task ReadFile_of_a_pipe_or_an_empty_file_does_not_wait(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among files.");
        using var folder = new TemporaryFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", folder["pipe"]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder["link"], folder["pipe"]);
        File.WriteAllText(folder["empty"], "");

        Assert.StartsWith($"{folder[name]}:1:1: the experiment is empty", Refused(folder[name]), StringComparison.Ordinal);
    }

    private static string Refused(string path) => Assert.Throws<ExperimentException>(() => ExperimentReader.ReadFile(path, ExperimentFile.Catalog)).Message;
}
