using System.CommandLine;

namespace FusionFunctions.Cli;

/// <summary>A command that keeps what is done: interrupted, it goes on where it stopped when it is given again.</summary>
internal sealed class ResumableCommand(string name, string description) : Command(name, description);
