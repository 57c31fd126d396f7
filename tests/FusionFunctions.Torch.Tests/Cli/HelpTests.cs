namespace FusionFunctions.Torch.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_puts_optional_arguments_of_commands_into_brackets_and_keeps_the_column_of_descriptions()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("--help");

        Assert.Equal((0, ""), (exitCode, errors));
        string[] lines = output.Split('\n');
        foreach (string command in new[] { "  plan [<EXPERIMENT>] ", "  bench [<OVERRIDE>] ", "  status [<RUN>] ", "  run <EXPERIMENT> ", "  watch <RUN> " })
            Assert.Single(lines, line => line.StartsWith(command, StringComparison.Ordinal));
        Assert.Equal(lines.Single(line => line.StartsWith("  run ", StringComparison.Ordinal)).IndexOf("Run an", StringComparison.Ordinal),
            lines.Single(line => line.StartsWith("  plan ", StringComparison.Ordinal)).IndexOf("Print what", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_of_a_command_needs_none_of_its_arguments()
    {
        var (exitCode, output, errors) = await FusionProcess.RunAsync("leaderboard", "--help");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("default: FUSION_URL, or what --store holds", output, StringComparison.Ordinal);
    }
}
