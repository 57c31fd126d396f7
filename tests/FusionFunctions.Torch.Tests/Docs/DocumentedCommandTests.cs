using System.Reflection;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Every command that a page shows can be typed, and is executed by a test or listed as not executed.</summary>
public sealed class DocumentedCommandTests
{
    public static TheoryData<string, string> Commands() => [.. Documentation.Commands.Select(command => (command.Page, command.Text))];

    public static TheoryData<string> Executed() => [.. ExecutedCommands.All.Keys];

    [Theory, MemberData(nameof(Commands))]
    public void Command_is_executed_by_a_test_or_listed_with_what_it_needs(string page, string command)
    {
        bool isExecuted = ExecutedCommands.All.ContainsKey(command), isListed = Documentation.NotExecuted.ContainsKey(command);

        Assert.True(
            isExecuted || isListed,
            $"{page} shows '{command}'. Add it to ExecutedCommands.cs with where it is executed, or to {Documentation.TestingPage} with what it needs.");
        Assert.False(isExecuted && isListed, $"'{command}' is executed and listed in {Documentation.TestingPage} as not executed.");
    }

    [Theory, MemberData(nameof(Commands))]
    public void Fusion_command_parses(string page, string command) => Assert.All(
        FusionGrammar.ArgumentsOf(command), arguments => Assert.True(!FusionGrammar.Errors(arguments).Any(), $"{page}: {command}: {string.Join(' ', FusionGrammar.Errors(arguments))}"));

    [Theory, MemberData(nameof(Executed))]
    public void Executed_command_stands_on_a_page_and_its_executor_is_there(string command)
    {
        Assert.Contains(Documentation.Commands, documented => documented.Text == command);
        switch (ExecutedCommands.All[command])
        {
            case Execution.ByTest(var test, var method):
                Assert.Contains(test.GetMethod(method)!.GetCustomAttributes(), attribute => attribute is FactAttribute);
                break;
            case Execution.ByContinuousIntegration(var line):
                string[] lines = File.ReadAllLines(Path.Join(ReferenceData.RepositoryRoot, ".ci", "run"));
                Assert.Contains(lines, own => own.TrimStart().StartsWith(line, StringComparison.Ordinal));
                break;
        }
    }

    [Fact]
    public void Listed_commands_stand_on_a_page_and_say_what_they_need()
    {
        Assert.NotEmpty(Documentation.NotExecuted);
        Assert.All(Documentation.NotExecuted, entry => Assert.Contains(Documentation.Commands, documented => documented.Text == entry.Key));
        Assert.All(Documentation.NotExecuted.Values, Assert.NotEmpty);
    }

    [Fact]
    public void Finder_sees_commands_of_every_form()
    {
        const string page = "Text with `fusion run` and `fusion run a.yaml`.\n\n    fusion bench \\\n        method=dummy\n    # a comment\n\n| `fusion dev` | x |\n\n```\n$ fusion inspect a\noutput\n```\n\n```yaml\nname: x\n```\n\n```text\ndiagram\n```\n";

        Assert.Equal(
            ["fusion inspect a", "fusion bench method=dummy", "fusion run", "fusion run a.yaml", "fusion dev"],
            CommandFinder.Find("page", page).Select(command => command.Text));
        Assert.Equal(["fusion run", "fusion run a.yaml"], CommandFinder.Find("page", page).Where(command => command.IsInSentence).Select(command => command.Text));
    }
}
