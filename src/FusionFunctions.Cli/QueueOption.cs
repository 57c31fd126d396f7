using System.CommandLine;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Cli;

/// <summary>The option that hands merges and evaluations to workers; see <see cref="WorkQueues.Open"/>.</summary>
internal static class QueueOption
{
    public static Option<string?> Create() => new("--queue")
    {
        Description = "Let workers merge and evaluate, which read this Azure Storage queue (its address, a connection string, or env:NAME) "
            + "and the same store.",
    };
}
