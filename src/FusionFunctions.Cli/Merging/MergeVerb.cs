using System.CommandLine;
using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Merging;

/// <summary><c>fusion merge FILE --output DIR</c></summary>
internal static class MergeVerb
{
    private const long SmallestMemory = 16_000_000;
    private const long SmallestShard = 1_000;

    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "An experiment file, whose tasks and baselines play no part, or a configuration of mergekit's.",
        };
        var output = FolderOption.Create("--output", "The folder that receives one Hugging Face folder for every merged checkpoint; for a mergekit configuration, that folder itself.");
        var store = StoreOption.Create("What holds the files that are fetched");
        var set = new Option<string[]>("--set") { Description = "Override a value of the file; may be repeated.", HelpName = "key=value" };
        var memory = ByteSizeOption.Create("--memory", "Memory for the buffers of a merge (default: 1GB). The result does not depend on it.", SmallestMemory);
        var threads = CountOption.Create("--threads", "Threads of a merge (default: one for every core). The result does not depend on it.", 256);
        var shard = ByteSizeOption.Create("--max-shard-size", "Weights beyond this size are split into files (default: 5GB). What is merged there already stays as it is.", SmallestShard);
        var compute = ComputeChoiceOptions.ForMatrices();
        var command = new ResumableCommand("merge", "Merge checkpoints without evaluating them. Interrupted or killed, the same command goes on.")
        {
            file, output, store, set, memory, threads, shard, compute.Device, compute.Matrices,
        };
        command.SetAction((parsed, cancellationToken) => MergeAction.RunAsync(
            new(parsed.GetValue(file)!, parsed.GetValue(output)!, parsed.GetValue(store)!, parsed.GetValue(set) ?? [],
                parsed.GetValue(memory), parsed.GetValue(threads), parsed.GetValue(shard), compute.Read(parsed)),
            cancellationToken));
        return command;
    }
}
