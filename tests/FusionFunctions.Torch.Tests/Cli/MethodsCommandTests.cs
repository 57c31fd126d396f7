using FusionFunctions.Merging;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class MethodsCommandTests
{
    [Fact]
    public async Task List_has_a_line_for_every_method()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("methods", "list");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            MergeMethods.Descriptions.Select(method => method.Name),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Show_prints_paper_and_parameters()
    {
        var (exitCode, output, _) = await FusionProcess.RunAsync("methods", "show", "ties_merging");

        Assert.Equal(0, exitCode);
        Assert.Contains("arxiv.org/abs/2306.01708", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^threshold +number +\d+ +0 to 100", output);
    }

    [Theory]
    [InlineData("ties_mergin", "did you mean 'ties_merging'?")]
    [InlineData("mnli", "the methods are")]
    public async Task Show_of_what_is_no_method_suggests_one(string name, string text)
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("methods", "show", name);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains($"there is no method '{name}'; {text}", errors, StringComparison.Ordinal);
    }
}
