using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace FusionFunctions.Cli;

/// <summary>The help, in whose list of commands the library writes optional arguments like the others: here they stand in brackets.</summary>
internal sealed class RootHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <summary>Who asks for help need not give the required arguments.</summary>
    public override bool ClearsParseErrors => true;

    public static void Of(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new RootHelp((SynchronousCommandLineAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is not RootCommand root)
            return help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        using var written = new StringWriter();
        parseResult.InvocationConfiguration.Output = written;
        int exitCode = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(root.Subcommands.Aggregate(written.ToString(), WithBrackets));
        return exitCode;
    }

    private static string WithBrackets(string text, Command command) =>
        command.Arguments is [{ Arity.MinimumNumberOfValues: 0 } argument]
            // Descriptions stay in their column.
            ? Regex.Replace(text, $"^(  {command.Name} )<{argument.Name}>  ", $"$1[<{argument.Name}>]", RegexOptions.Multiline)
            : text;
}
