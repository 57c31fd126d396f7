using System.Text.Json.Nodes;
using FusionFunctions.Leaderboards;

namespace FusionFunctions.Tests.Leaderboards;

/// <summary>FusionBench's published Flan-T5-base LoRA results as integer counts: correct answers, and rho.</summary>
internal static class PageNumbers
{
    public static readonly LeaderboardTask[] Tasks =
    [
        new("cola", "CoLA", LeaderboardTask.Accuracy, "d0"), new("mnli", "MNLI", LeaderboardTask.Accuracy), new("mrpc", "MRPC", LeaderboardTask.Accuracy),
        new("qnli", "QNLI", LeaderboardTask.Accuracy), new("qqp", "QQP", LeaderboardTask.Accuracy), new("rte", "RTE", LeaderboardTask.Accuracy),
        new("sst2", "SST-2", LeaderboardTask.Accuracy), new("stsb", "STSB", LeaderboardTask.SpearmanRho),
    ];

    public static readonly int[] Average = [727, 5856, 322, 4921, 33876, 223, 795];

    private static readonly int[] s_totals = [1043, 9815, 408, 5463, 40430, 277, 872, 1500];

    public static Leaderboard Leaderboard { get; } = new(
        "flan-t5-base-glue-lora16",
        "run-1",
        Tasks,
        [
            Row("Pre-trained", RowGroup.Reference, "pretrained", null, [721, 5541, 311, 4832, 33201, 222, 795], 0.621905),
            Row("Simple Average", RowGroup.Merged, "simple_average", null, Average, 0.719984),
            Swept(0.1, [725, 5865, 321, 4900, 33812, 223, 794], 0.706927),
            Swept(0.2, [723, 5791, 321, 4924, 33896, 219, 798], 0.728662),
            Swept(0.3, [718, 5416, 321, 4905, 33829, 219, 798], 0.723815),
            Swept(1.0, [0, 0, 189, 2764, 22744, 145, 0], null),
            new("Ties-Merging (λ=0.3)", RowGroup.Merged, "ties_merging", Scaling(0.3), new Dictionary<string, LeaderboardScore>(), new Dictionary<string, string>(), Error: "out of memory\nin layer <3>"),
            Row("glue-cola", RowGroup.Individual, "fine_tuned", "cola", [721, 3917, 307, 4870, 32769, 227, 791], 0.540424),
            Row("glue-mnli", RowGroup.Individual, "fine_tuned", "mnli", [724, 8117, 301, 4876, 33161, 220, 793], 0.681044),
        ],
        new JsonObject { ["max_length"] = 10, ["limit"] = null, ["precision"] = "f32", ["device"] = "cpu, cuda" });

    public static LeaderboardRow Row(string name, RowGroup group, string method, string? ownTask, int[] correct, double? rho, JsonObject? parameters = null) =>
        new(name, group, method, parameters ?? [], Scores(correct, rho), new Dictionary<string, string> { ["model"] = $"digest of {name}" }, ownTask)
        {
            Devices = name == "Pre-trained" ? ["cpu", "cuda"] : ["cpu"],
        };

    private static LeaderboardRow Swept(double factor, int[] correct, double? rho) =>
        Row(RowLabel.Of("Task Arithmetic", Scaling(factor)), RowGroup.Merged, "task_arithmetic", null, correct, rho, Scaling(factor));

    private static JsonObject Scaling(double factor) => new() { ["scaling_factor"] = factor };

    private static Dictionary<string, LeaderboardScore> Scores(int[] correct, double? rho) =>
        Tasks.Select((task, i) => (task.Name, Score: i < correct.Length
            ? new LeaderboardScore((double)correct[i] / s_totals[i], correct[i], s_totals[i], 0)
            : new LeaderboardScore(rho, 0, s_totals[i], 3))).ToDictionary(entry => entry.Name, entry => entry.Score);
}
