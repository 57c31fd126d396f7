using System.Text.Json;
using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Running;

/// <summary>What is to be run.</summary>
internal sealed record RunRequest(string Orchestrator, string Instance, JsonElement Input)
{
    private string InputDigest { get; } = Payloads.DigestOf(Input);

    /// <param name="trace">See <see cref="RunStarted"/>.</param>
    public RunStarted ToEvent(string? trace) => new(JournalScan.FormatVersion, Orchestrator, Instance, Input, InputDigest, trace);

    /// <exception cref="JournalException">The journal is of another run.</exception>
    public void RequireSameAs(RunStarted started, string path)
    {
        Require(started.Orchestrator, Orchestrator, "orchestrator");
        Require(started.Instance, Instance, "instance");
        Require(started.InputDigest, InputDigest, "an input with digest");

        void Require(string recorded, string asked, string what)
        {
            if (recorded != asked)
                throw new JournalException(
                    $"The journal '{path}' is of another run: it has {what} '{recorded}', asked for is '{asked}'. " +
                    "Choose another folder, or delete the journal to start anew.");
        }
    }
}
