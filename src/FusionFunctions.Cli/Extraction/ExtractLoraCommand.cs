using System.CommandLine;
using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Extraction;

/// <summary><c>fusion extract-lora FINETUNED --base BASE --output DIR</c></summary>
internal static class ExtractLoraCommand
{
    private const int DefaultRank = 16;
    private const int MaxRank = 1 << 16;
    private const long SmallestMemory = 1_000_000;
    private const long DefaultMemory = 1L << 30;

    public static Command Create()
    {
        var tuned = new Argument<string>("FINETUNED") { Description = "The fine-tuned model: a folder, org/name or org/name@revision." };
        var @base = new Option<string>("--base") { Description = "The model that it was fine-tuned from.", Required = true, HelpName = "MODEL" };
        var output = FolderOption.Create("--output", "The folder that receives the adapter.");
        var rank = CountOption.Create("--rank", $"The adapter's rank (default: {DefaultRank}); a matrix that is smaller has all it can.", MaxRank);
        var targets = new Option<string?>("--targets") { Description = "The modules it changes, such as q,v (default: every linear layer that differs).", HelpName = "NAMES" };
        targets.Validators.Add(result =>
        {
            if (result.GetValue(targets) is { } names && Names(names).Length == 0)
                result.AddError("--targets names no module; give some, such as q,v, or leave it out for every linear layer that differs.");
        });
        var store = StoreOption.Create("What holds the files that are fetched");
        var memory = ByteSizeOption.Create("--memory", "Memory for the matrices that are decomposed (default: 1GB). The result does not depend on it.", SmallestMemory);
        var compute = ComputeChoiceOptions.ForMatrices();
        var command = new Command("extract-lora", "Write the LoRA adapter that comes nearest to a fine-tuned model, in PEFT's format, and print what it loses.")
        {
            tuned, @base, output, rank, targets, store, memory, compute.Device, compute.Matrices,
        };
        command.SetAction((parsed, cancellationToken) => ExtractLoraAction.RunAsync(
            new(parsed.GetValue(tuned)!, parsed.GetValue(@base)!, parsed.GetValue(rank) ?? DefaultRank,
                parsed.GetValue(targets) is { } names ? Names(names) : [],
                parsed.GetValue(output)!, parsed.GetValue(store)!, parsed.GetValue(memory) ?? DefaultMemory, compute.Read(parsed)),
            cancellationToken));
        return command;
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
