using System.CommandLine;

namespace FusionFunctions.Cli.Supervise;

/// <summary><c>fusion supervise -- PROGRAM …</c>, which <c>fusion dev</c> starts its programs through.</summary>
internal static class SuperviseCommand
{
    public const string Name = "supervise";

    public static Command Create()
    {
        var program = new Argument<string[]>("PROGRAM") { Description = "The program and its arguments.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(Name, "Run a program for as long as standard input is open.") { program };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => Supervision.RunAsync(parsed.GetValue(program)!, cancellationToken));
        return command;
    }
}
