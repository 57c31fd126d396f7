using System.Net;

namespace FusionFunctions.Cli.Dev;

/// <param name="Data">The folder that keeps the emulator's blobs and queues.</param>
/// <param name="Listen">Where the HTTP routes are served.</param>
/// <param name="Azurite">The emulator's ports.</param>
/// <param name="Workers">How many merge and evaluate.</param>
/// <param name="Device">Where their models run.</param>
/// <param name="Orchestrator">See <see cref="Orchestrators"/>.</param>
/// <param name="App">The Functions app's folder.</param>
internal sealed record DevSettings(
    string Data, IPEndPoint Listen, AzuritePorts Azurite, int Workers, string Device, string Orchestrator, string App);

/// <summary>What may take the orchestrating part.</summary>
internal static class Orchestrators
{
    /// <summary>The Functions app where Core Tools and the app's source are there, else the embedded host.</summary>
    public const string Auto = "auto";

    public const string Embedded = "embedded";
    public const string Functions = "functions";
}
