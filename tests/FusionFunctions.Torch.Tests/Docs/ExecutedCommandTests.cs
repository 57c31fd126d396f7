namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Commands of the pages, typed by a reader who has the samples and a hub.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(ReadersFolder))]
public sealed class ExecutedCommandTests(ReadersFolder folder)
{
    public static TheoryData<string> Commands() => [.. ExecutedCommands.All.Where(entry => entry.Value is Execution.Here).Select(entry => entry.Key)];

    [Theory, MemberData(nameof(Commands))]
    public async Task Command_ends_with_0(string command)
    {
        string line = ((Execution.Here)ExecutedCommands.All[command]).Command ?? command;

        var (exitCode, output, errors) = await folder.ShellAsync(line);

        Assert.True(exitCode == 0, $"{line}\n{output}\n{errors}");
        Assert.NotEmpty(output);
    }
}
