namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Commands of the pages that talk to a server, typed while <c>fusion serve</c> runs in the same folder.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(ReadersFolder))]
public sealed class ServedCommandTests(ServedFolder served) : IClassFixture<ServedFolder>
{
    public static TheoryData<string> Commands() => [.. ExecutedCommands.All.Where(entry => entry.Value is Execution.Served).Select(entry => entry.Key)];

    [Theory, MemberData(nameof(Commands))]
    public async Task Command_ends_with_0(string command)
    {
        string line = ((Execution.Served)ExecutedCommands.All[command]).Command ?? command;

        var (exitCode, output, errors) = await served.ShellAsync(line);

        Assert.True(exitCode == 0, $"{line}\n{output}\n{errors}");
    }
}
